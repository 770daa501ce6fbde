import { withoutSecrets } from '../redaction/withoutSecrets';

/** Characters of one message that is kept: a line of a log, or why an operation failed. */
export const longestMessage = 4_000;
/** Characters of one text in a list, which may have a hundred operations. The operation itself has it whole. */
const longestListed = 1_000;

/**
 * Somebody else's words as they are kept, without what may be a secret. Cut before they are looked through, which takes time,
 * and after it: a secret that the cut goes through is still known for one.
 */
export function keptMessage(text: string): string {
  const near = withoutSecrets(text.slice(0, 2 * longestMessage));
  return shortened(text.length > 2 * longestMessage ? `${near}…` : near, longestMessage);
}

/** JSON as it was kept, its texts as a list has them. */
export const listed = (json: string) =>
  JSON.parse(json, (_, value) =>
    typeof value === 'string' ? shortened(value, longestListed) : value,
  );

const shortened = (text: string, longest: number) =>
  text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
