import { runErrors, runState } from '@private-ai/plugin-private-ai-common';
import { told } from './history';
import { isDead, thisProcess } from './holder';
import { entryOf } from './journal';
import { interrupted } from './relay';
import type { ChatStore } from './store';

/**
 * Ends the runs whose process is gone; those of a replica that lives are left alone.
 * @param lease - milliseconds without a sign of life after which a process of another host counts as gone
 */
export async function endDeadRuns(store: ChatStore, lease: number): Promise<void> {
  for (const run of await store.running()) {
    if (run.holder === thisProcess) continue;
    if (!isDead(run.holder) && run.silence < lease) continue;
    const entries = await store.events(run.id);
    const state = runState(told([{ events: entries.map(({ event }) => event) }]).chat.run);
    const seq = (entries.at(-1)?.seq ?? 0) + 1;
    const event = { type: 'RUN_ERROR', message: interrupted, code: runErrors.interrupted };
    const said = state !== 'running';
    const words = said ? [] : [entryOf({ seq, event })];
    await store.bury(run, said ? state : 'interrupted', words, new Date().toISOString());
  }
}
