/** What an error code of Azure means for a person. */
export interface Refusal {
  codes: readonly string[];
  /** Only for this type of resource, as `describeId` names it. */
  on?: string;
  /** Only where Azure's words match: the code says little by itself. */
  words?: RegExp;
  /**
   * What is wrong and what to do; the resource stands before it. `{policy}` and `{namespace}` become what the answer
   * names.
   */
  says: string;
  /** Another try changes nothing. */
  final: boolean;
}
