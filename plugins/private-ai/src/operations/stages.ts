import {
  operationStages,
  type Operation,
  type StageName,
} from '@private-ai/plugin-private-ai-common';

export type StageState = 'done' | 'running' | 'stopped' | 'next';

export interface ShownStage {
  name: StageName;
  state: StageState;
  /** Milliseconds since 1970; of a stage that was begun. */
  startedAt?: number;
  /** Of one that is over, or at which the operation ended. */
  endedAt?: number;
}

const time = (at: string | undefined) => (at ? Date.parse(at) : undefined);

/** All stages of an operation in their order: those behind it, the one where it is or stopped, those that follow. */
export function shownStages({ kind, state, stages = [], endedAt }: Operation): ShownStage[] {
  const names: readonly StageName[] =
    kind in operationStages ? operationStages[kind as 'make'] : [];
  return names.map(name => {
    const begun = stages.find(stage => stage.name === name);
    if (!begun) return { name, state: 'next' };
    const startedAt = time(begun.startedAt);
    if (begun.endedAt) return { name, state: 'done', startedAt, endedAt: time(begun.endedAt) };
    if (state === 'succeeded') return { name, state: 'done', startedAt, endedAt: time(endedAt) };
    if (state === 'running') return { name, state: 'running', startedAt };
    return { name, state: 'stopped', startedAt, endedAt: time(endedAt) };
  });
}
