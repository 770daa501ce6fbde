import type { RunState } from '../api/chat';
import type { Run } from './chat';

/** Codes of the RUN_ERROR by which the portal says that a run broke off. */
export const brokeOff: Readonly<Record<'portal' | 'stream', string>> = {
  portal: 'INTERRUPTED',
  stream: 'STREAM_CUT',
};

/** What the portal calls the state that a run's events have told. */
export function runState(run: Run | undefined): RunState {
  switch (run?.state) {
    case 'finished':
      return 'finished';
    case 'interrupted':
      return 'waiting';
    case 'cancelled':
      return 'stopped';
    case 'failed':
      return Object.values(brokeOff).includes(run.error?.code ?? '') ? 'interrupted' : 'failed';
    default:
      return 'running';
  }
}
