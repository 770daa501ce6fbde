import type { Operation } from '@private-ai/plugin-private-ai-common';

/** Whether an operation still goes on or waits to. */
export function isUnfinished({ state }: Operation): boolean {
  return state === 'queued' || state === 'running';
}
