/** A line that stays, goes or comes. */
export interface DifferingLine {
  kind: 'same' | 'out' | 'in';
  text: string;
}

/** Lines on either side of what differs beyond which it is not looked for what they share: the time grows with both. */
const most = 1000;

/** What has to be done to one text to have the other, line by line: as much of both as possible stays. */
export function lineDifference(before: string, after: string): DifferingLine[] {
  const [from, to] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head += 1;
  let tail = 0;
  const least = Math.min(from.length, to.length) - head;
  while (tail < least && from.at(-1 - tail) === to.at(-1 - tail)) tail += 1;
  const lines = (kind: DifferingLine['kind'], texts: string[]) =>
    texts.map(text => ({ kind, text }));
  return [
    ...lines('same', from.slice(0, head)),
    ...between(from.slice(head, from.length - tail), to.slice(head, to.length - tail)),
    ...lines('same', from.slice(from.length - tail)),
  ];
}

function between(from: string[], to: string[]): DifferingLine[] {
  const result: DifferingLine[] = [];
  const shared = from.length > most || to.length > most ? undefined : longestShared(from, to);
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    const stays = shared && i < from.length && j < to.length && from[i] === to[j];
    if (stays) {
      result.push({ kind: 'same', text: from[i] });
      [i, j] = [i + 1, j + 1];
    } else if (
      i < from.length &&
      (j >= to.length || !shared || shared[i + 1][j] >= shared[i][j + 1])
    ) {
      result.push({ kind: 'out', text: from[i] });
      i += 1;
    } else {
      result.push({ kind: 'in', text: to[j] });
      j += 1;
    }
  }
  return result;
}

/** By two positions: how many lines both share from there on, in the same order. */
function longestShared(from: string[], to: string[]): number[][] {
  const length = Array.from({ length: from.length + 1 }, () => new Array(to.length + 1).fill(0));
  for (let i = from.length - 1; i >= 0; i -= 1)
    for (let j = to.length - 1; j >= 0; j -= 1)
      length[i][j] =
        from[i] === to[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
  return length;
}
