/** What the engine gives to a resource while it works on it. */
export interface Step {
  /** Aborts when nothing may be started any more. */
  signal: AbortSignal;
  /**
   * The state of a resource that this one depends on.
   * @throws NotThereError where that does not exist (only while planning, verifying or removing)
   */
  of<T>(id: string): T;
  /** For long-running operations: a token to go on with, and where to keep one. */
  poller: { resumeFrom?: string; onPoller(token: string): Promise<void> };
}

/** What a write left behind, as far as its answer says. */
export interface Written<State> {
  /** As Azure answered it: spares a read when it is as it should be. */
  state?: State;
  /** It was not there before (Azure answered 201): nothing can lie in it yet. */
  created?: boolean;
}

/**
 * One thing that an application needs, in Azure or in the cluster. `State` is what a read of it shows.
 *
 * The engine reads first, writes only where `differs` names something, and looks again until `waitsFor` has nothing
 * more to wait for.
 */
export interface Resource<State = unknown> {
  /** Stable in an app, e.g. `foundry-account`. */
  id: string;
  /** In words, e.g. `Foundry account`. */
  type: string;
  name: string;
  /** What it is called, where only a read shows that: one that was found in the place of `name`. */
  nameOf?(state: State): string;
  /** For a person: type and name, e.g. `Foundry account aif-weather-krc-01`. */
  title: string;
  dependsOn: readonly string[];
  /** Writes and removals of one lane happen one after another, e.g. model deployments of one account. */
  lane?: string;
  /** A dependency that it lies in: where this run made that anew, the first read is spared. */
  within?: string;
  /** What `differs` names is not needed any more, and `write` removes it; a plan without any leaves the row out. */
  obsolete?: boolean;
  /** A plan leaves the row out while nothing is due: a restart is nothing that a person would look for as being there. */
  onlyWhenDue?: boolean;
  /** Undefined when there is none. */
  read(step: Step): Promise<State | undefined>;
  /** What keeps dependents waiting, in words; undefined once they may go on. */
  waitsFor?(state: State, step: Step): string | undefined;
  /**
   * What is not as it should be, in words; empty: nothing is written.
   * @throws ConflictError for what is there and is not this application's
   */
  differs(state: State, step: Step): string[];
  /** A text that people wrote, as it is now, where that is among what differs; and which of that it is. */
  formerText?(
    state: State,
    differences: readonly string[],
  ): { text: string; difference: string } | undefined;
  /** What a person should know although nothing is due. */
  remark?(state: State): string | undefined;
  /** Left out for what must be there already. */
  write?(step: Step, state: State | undefined): Promise<Written<State> | void>;
  /** Takes it away; left out for what stays. Asked only after `differs` or `read` has shown whose it is. */
  remove?(step: Step, state: State): Promise<void>;
}

/** A cast that is safe because the engine gives each resource only what its own `read` answered. */
export const resource = <State>(of: Resource<State>): Resource => of as Resource;

/** A difference that any type may have: Azure says that what was last written did not come about. */
export const lastChangeFailed = 'its last change failed';

/** Something was asked of a resource that does not exist. */
export class NotThereError extends Error {
  override name = 'NotThereError';
  constructor(readonly id: string) {
    super(`There is no ${id}.`);
  }
}

/** {@link Step.of} over what is known so far. */
export const stateOf =
  (states: ReadonlyMap<string, unknown>): Step['of'] =>
  <T>(id: string) => {
    const state = states.get(id);
    if (state === undefined) throw new NotThereError(id);
    return state as T;
  };
