import { Lexer } from 'marked';

/** A text in Markdown, cut into its blocks (paragraph, list, fence, table, …). */
export interface Blocks {
  readonly text: string;
  /** Blocks that more text can no longer change, in order. */
  readonly closed: readonly string[];
  /** Characters of {@link Blocks.text} that the closed ones take. */
  readonly closedLength: number;
  /** What still may grow; empty at the very beginning. */
  readonly open: string;
}

export const noBlocks: Blocks = { text: '', closed: [], closedLength: 0, open: '' };

/**
 * The blocks of a text that grew since `before`: only what was open is lexed again. A text that did not grow from the
 * one before is cut from its beginning.
 */
export function growBlocks(before: Blocks, text: string): Blocks {
  if (text === before.text) return before;
  const from = text.startsWith(before.text) ? before : noBlocks;
  const tokens = Lexer.lex(text.slice(from.closedLength), { gfm: true });
  const last = tokens.findLastIndex(({ type }) => type !== 'space');
  const closed = [...from.closed];
  let { closedLength } = from;
  for (const { type, raw } of tokens.slice(0, Math.max(last, 0))) {
    if (type !== 'space') closed.push(raw);
    closedLength += raw.length;
  }
  return { text, closed, closedLength, open: text.slice(closedLength) };
}
