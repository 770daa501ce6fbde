import { Lexer, Tokenizer } from 'marked';
import { tooDeepAt } from './nesting';
import { shown } from './shown';

/** A text in Markdown, cut into its blocks (paragraph, list, fence, table, …). */
export interface Blocks {
  readonly text: string;
  /** Blocks that more text can no longer change, in order. */
  readonly closed: readonly string[];
  /** Characters of {@link Blocks.text} that the closed ones take. */
  readonly closedLength: number;
  /** What still may grow; empty at the very beginning. */
  readonly open: string;
  /** What follows where the text is too long, or too deep, to be read as Markdown to its end. */
  readonly rest: string;
}

export const noBlocks: Blocks = { text: '', closed: [], closedLength: 0, open: '', rest: '' };

/** Of a table only where it ends matters here, and that a paragraph tells as well: its cells are not made. */
class Tables extends Tokenizer {
  override table(): undefined {
    return undefined;
  }
}

/**
 * The blocks of a text that grew since `before`: only what was open is lexed again. A text that did not grow from the
 * one before is cut from its beginning. Its lines end with line feeds alone.
 */
export function growBlocks(before: Blocks, text: string): Blocks {
  if (text === before.text) return before;
  const from = text.startsWith(before.text) ? before : noBlocks;
  const left = text.slice(from.closedLength);
  if (from.rest !== '') return { ...from, text, rest: left };
  const { head, whole } = readableOf(left, shown.markdown - from.closedLength);
  const lexer = new Lexer({ gfm: true, tokenizer: new Tables() });
  const tokens = lexer.blockTokens(head);
  const last = tokens.findLastIndex(({ type }) => type !== 'space');
  const closed = [...from.closed];
  let { closedLength } = from;
  // What is cut off stands behind all blocks, of which the last one is complete then.
  for (const { type, raw } of whole ? tokens.slice(0, Math.max(last, 0)) : tokens) {
    if (closed.length === shown.blocks) break;
    if (type !== 'space') closed.push(raw);
    closedLength += raw.length;
  }
  const tail = text.slice(closedLength);
  const more = !whole || closed.length === shown.blocks;
  return { text, closed, closedLength, open: more ? '' : tail, rest: more ? tail : '' };
}

/** What of a text can be read as Markdown: up to a blank line before it becomes too long or too deep. */
function readableOf(text: string, most: number): { head: string; whole: boolean } {
  const deep = tooDeepAt(text.slice(0, most));
  const end = deep < 0 ? most : deep;
  if (end >= text.length) return { head: text, whole: true };
  const blank = text.lastIndexOf('\n\n', end);
  return { head: text.slice(0, blank < 0 ? 0 : blank + 2), whole: false };
}
