/** What the engine gives to a resource while it works on it. */
export interface Step {
  /** Aborts when nothing may be started any more. */
  signal: AbortSignal;
  /** The state of a resource that this one depends on. */
  of<T>(id: string): T;
  /** For long-running operations: a token to go on with, and where to keep one. */
  poller: { resumeFrom?: string; onPoller(token: string): Promise<void> };
}

/**
 * One thing that an application needs, in Azure or in the cluster. `State` is what a read of it shows.
 *
 * The engine reads first, writes only where `differs` names something, and reads again until `waitsFor` has nothing
 * more to wait for.
 */
export interface Resource<State = unknown> {
  /** Stable in an app, e.g. `foundry-account`. */
  id: string;
  /** For a person, e.g. `Foundry account aif-weather-krc-01`. */
  title: string;
  dependsOn: readonly string[];
  /** Undefined when there is none. */
  read(step: Step): Promise<State | undefined>;
  /** What keeps dependents waiting, in words; undefined once they may go on. */
  waitsFor?(state: State, step: Step): string | undefined;
  /**
   * What is not as it should be, in words; empty: nothing is written.
   * @throws ConflictError for what is there and is not this application's
   */
  differs(state: State, step: Step): string[];
  /** Left out for what must be there already. */
  write?(step: Step, state: State | undefined): Promise<void>;
}

/** A cast that is safe because the engine gives each resource only what its own `read` answered. */
export const resource = <State>(of: Resource<State>): Resource => of as Resource;
