import { randomUUID } from 'node:crypto';
import type { Interrupt, ResumeEntry } from '@ag-ui/core';
import { ConflictError, InputError } from '@backstage/errors';
import { unanswered, type ChatRun, type RunStart } from '@private-ai/plugin-private-ai-common';
import type { RunRow } from './records';

/** Characters of one question. */
const longest = 100_000;

/** @throws InputError */
export function questionOf({ message, messageId }: RunStart): NonNullable<ChatRun['message']> {
  const content = message?.trim();
  if (!content) throw new InputError('The message is empty: write a question.');
  if (content.length > longest) {
    throw new InputError(`The message has ${content.length} characters; ${longest} are the most.`);
  }
  return { id: messageId || randomUUID(), role: 'user', content };
}

export function titleOf(question: string): string {
  const line = question.split('\n')[0];
  return line.length > 80 ? `${line.slice(0, 79).trimEnd()}…` : line;
}

/**
 * Answers, held against what is asked: all of it, each once, and nothing else.
 *
 * @param last - the thread's last run, which must be the one that waits
 * @throws ConflictError when nothing is asked any more, InputError when the answers do not fit
 */
export function answersTo(
  interrupts: readonly Interrupt[],
  answers: readonly ResumeEntry[],
  last: Pick<RunRow, 'state'> | undefined,
): void {
  if (last?.state !== 'waiting') {
    throw new ConflictError(
      'The agent waits for no answer in this chat any more: what it asked was answered already, or the chat went on.',
    );
  }
  const asked = new Set(interrupts.map(({ id }) => id));
  const seen = new Set<string>();
  for (const { interruptId: id } of answers) {
    if (!asked.has(id)) throw new InputError(`The agent does not ask '${id}'.`);
    if (seen.has(id)) throw new InputError(`'${id}' is answered twice.`);
    seen.add(id);
  }
  const missing = unanswered(interrupts, [...answers]);
  if (missing.length > 0) {
    const list = missing.map(({ id, message }) => message ?? id).join('; ');
    throw new InputError(`Everything that the agent asks is answered at once; missing: ${list}`);
  }
}
