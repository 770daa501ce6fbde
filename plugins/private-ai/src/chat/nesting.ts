import { shown } from './shown';

/**
 * Where a text in Markdown first lays lists and quotations deeper in each other than is shown; -1 where it does not. A
 * parser would find out by going there, and not come back.
 */
export function tooDeepAt(text: string): number {
  for (let start = 0; start < text.length;) {
    const end = endOfLine(text, start);
    if (depthOf(text.slice(start, end)) > shown.depth) return start;
    start = end + 1;
  }
  return -1;
}

/** At most how deep a line lies: the marks before its words, and one for each two columns that it is indented. */
function depthOf(line: string): number {
  const [before] = /^(?:[ \t]|>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))*/.exec(line)!;
  const marks = before.match(/>|[-+*]|\d+/g)?.length ?? 0;
  const columns = before.replaceAll('\t', '    ').match(/ /g)?.length ?? 0;
  return marks + Math.floor(columns / 2);
}

/**
 * How a block is to be read: `plain` takes no marks of emphasis, no links and no tables in it, where there are so many
 * that parsers need longer than a person waits; `written` does not read it at all.
 */
export function readingOf(block: string): 'markdown' | 'plain' | 'written' {
  if (block.length > shown.block) return 'written';
  const lines = block.split('\n');
  const columns = Math.max(...lines.map(line => line.split('|').length));
  if (columns > 2 && columns * lines.length > shown.cells) return 'plain';
  const rows = isTable(lines);
  let marks = 0;
  for (const line of lines) {
    // What surely begins a paragraph of its own. Others may go on with the one before, whatever they look like.
    if (rows || /^ {0,3}(?:$|[-+*] +\S|#{1,6} )/.test(line)) marks = 0;
    marks += line.match(/[*_~]+|[[\]]/g)?.length ?? 0;
    if (marks > shown.marks) return 'plain';
  }
  return 'markdown';
}

/** Surely: its rows are cells of their own, and no paragraph. */
function isTable([head, rule]: string[]): boolean {
  const row = /^\|[^\\]*\|$/;
  return (
    rule !== undefined &&
    row.test(head) &&
    /^\|(?: *:?-+:? *\|)+$/.test(rule) &&
    head.split('|').length === rule.split('|').length
  );
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Whether values in a text in JSON lie deeper in each other than is laid out. Brackets within its texts count too. */
export function tooNested(json: string): boolean {
  let depth = 0;
  for (const bracket of json.match(/[[\]{}]/g) ?? []) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > shown.depth) return true;
  }
  return false;
}
