/** What no schema says of an action, for its reference. */
export interface ActionNotes {
  /** What is asked of who runs it, and on what. */
  permission: string;
  /** What a dry run does, as the end of a sentence. */
  dryRun: string;
}

/** An action with what its reference says beside its schema. */
export const noted = <Action extends object>(action: Action, notes: ActionNotes) =>
  Object.assign(action, { notes });
