import type { RunState } from '../api/chat';
import type { Run } from './content';
import { runErrors } from './errorCodes';

const brokeOff: readonly (string | undefined)[] = [runErrors.interrupted, runErrors.cut];

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
      return brokeOff.includes(run.error?.code) ? 'interrupted' : 'failed';
    default:
      return 'running';
  }
}
