import { InputError } from '@backstage/errors';
import type { RunStart } from '@private-ai/plugin-private-ai-common';
import { z } from 'zod';

const answer = z.object({
  interruptId: z.string().min(1).max(500),
  status: z.enum(['resolved', 'cancelled']),
  payload: z.unknown(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
const runStart = z
  .object({
    threadId: z.string().max(36).optional(),
    message: z.string().optional(),
    messageId: z.string().min(1).max(200).optional(),
    retryOf: z.string().max(36).optional(),
    resume: z.array(answer).min(1).max(50).optional(),
  })
  .refine(({ resume, threadId, message, retryOf }) => {
    return !resume || (threadId && message === undefined && retryOf === undefined);
  }, 'with resume there is a threadId, and neither message nor retryOf');

/** The body that starts a run. @throws InputError */
export function readRunStart(body: unknown): RunStart {
  const asked = runStart.safeParse(body);
  if (asked.success) return asked.data satisfies RunStart;
  const { path, message } = asked.error.issues[0];
  const where = path.length > 0 ? `${path.join('.')}: ` : '';
  throw new InputError(`The question is not well formed: ${where}${message}`);
}
