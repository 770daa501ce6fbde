import { createHash } from 'node:crypto';
import type { Told } from '../testing/auditing';

/** Of what every mail's approval is about (`mailingForTest.ts`). */
const digest = createHash('sha256')
  .update('{"arguments":{"to":"a@b.c"},"name":"send_mail"}')
  .digest('hex');

/** What the auditor was told of decisions: of each, that it was made, and what came of it. */
export const decisionsTold = (told: readonly Told[]) =>
  told
    .filter(({ eventId }) => eventId === 'chat-decision')
    .map(({ status, actor, meta, error }) => ({
      status,
      user: actor.actorId,
      ...meta,
      ...(error && { error: error.message }),
    }));

/** The same of one that was taken. */
export function taken(
  { threadId, runId }: { threadId: string; runId: string },
  interruptId: string,
  decision: string,
) {
  const made = {
    user: 'user:default/ana',
    entityRef: 'component:default/weather',
    threadId,
    interruptId,
    decision,
  };
  return [
    { status: 'initiated', ...made },
    { status: 'succeeded', ...made, runId, digest },
  ];
}
