import { lineDifference } from './lineDifference';

const told = (before: string, after: string) =>
  lineDifference(before, after).map(
    ({ kind, text }) => ({ same: ' ', out: '-', in: '+' })[kind] + text,
  );

describe('the difference of two texts', () => {
  it('is what goes and what comes, between what stays', () => {
    expect(told('Be kind.\nBe brief.\nUse tools.', 'Be kind.\nBe thorough.\nUse tools.')).toEqual([
      ' Be kind.',
      '-Be brief.',
      '+Be thorough.',
      ' Use tools.',
    ]);
    expect(told('a\nb\nc\nd', 'b\nx\nd\ne')).toEqual(['-a', ' b', '-c', '+x', ' d', '+e']);
    expect(told('a\na', 'a')).toEqual([' a', '-a']);
    expect(told('', 'a')).toEqual(['-', '+a']);
  });

  it('says of each text all of it, whatever the two are', () => {
    const texts = ['', 'a', 'a\nb', 'b\na\nb\n', 'x\n'.repeat(1200), 'y\nx\n'.repeat(700)];
    for (const before of texts)
      for (const after of texts) {
        const lines = lineDifference(before, after);
        const of = (kind: string) =>
          lines.filter(line => line.kind === 'same' || line.kind === kind).map(({ text }) => text);
        expect(of('out').join('\n')).toBe(before);
        expect(of('in').join('\n')).toBe(after);
      }
  });
});
