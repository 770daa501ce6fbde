import type { RunStart } from '@private-ai/plugin-private-ai-common';
import { audited, wordless, type Audit } from '../audit/audited';
import { decisionOf, runOf } from '../audit/events';
import type { BegunRun } from './beginRun';
import { decisionIn, type Decided } from './decisions';

type StartedRun = Pick<BegunRun, 'run' | 'decided'>;

/** Starts a run, and tells the auditor of it and of each decision that it carries. */
export async function auditedStart<T extends StartedRun>(
  audit: Audit,
  entityRef: string,
  { threadId, retryOf, resume = [] }: RunStart,
  start: () => Promise<T>,
): Promise<T> {
  const decide = (
    { interruptId, decision }: Pick<Decided, 'interruptId' | 'decision'>,
    thread: string | undefined,
    act: () => Promise<T>,
  ) =>
    audited(
      audit,
      decisionOf({ entityRef, threadId: thread, interruptId, decision }),
      act,
      ({ run, decided }) => {
        const digest = decided.find(one => one.interruptId === interruptId)?.digest ?? null;
        return { threadId: run.threadId, runId: run.id, digest };
      },
      wordless,
    );
  const run = () =>
    audited(
      audit,
      runOf({ entityRef, threadId, retryOf }),
      start,
      ({ run: { id, threadId: thread } }) => ({ threadId: thread, runId: id }),
      wordless,
    );
  const begun = await resume.reduce<() => Promise<T>>((act, answer) => {
    const { interruptId } = answer;
    const decided = { interruptId, decision: decisionIn(answer) };
    return () => decide(decided, threadId, act);
  }, run)();
  // What was decided before, and is sent to the agent once more.
  if (resume.length === 0)
    for (const one of begun.decided) await decide(one, begun.run.threadId, async () => begun);
  return begun;
}
