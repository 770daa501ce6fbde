import type { AgentEvent, RunStarted } from '../api/chat';
import type { ChatEvent } from './event';

/** Begins every stream of a run; the portal's own, so it has no number of its own and is not kept. */
const NAME = 'private-ai.run';

export const runEvent = (value: RunStarted): ChatEvent<'CUSTOM'> => ({
  type: 'CUSTOM',
  name: NAME,
  value,
});

/** The run that an event announces; undefined for an agent's own events. */
export const announcedRun = ({ type, name, value }: AgentEvent): RunStarted | undefined =>
  type === 'CUSTOM' && name === NAME ? (value as RunStarted) : undefined;
