import { growBlocks, noBlocks, type Blocks } from './blocks';

const text = [
  '# Title\n\nA paragraph\nover two lines\n\n',
  '- one\n- two\n\n  still two\n\n- three\n\n',
  '```ts\nconst x = 1;\n\n# no title\n```\n',
  '| a | b |\n|---|---|\n| 1 | 2 |\n\n',
  '> said\n\n가나다 *end',
].join('');

const cut = ({ closed, open }: Blocks) => [...closed, open];

describe('the blocks of a growing text', () => {
  it('are those of the whole text, wherever it was cut', () => {
    const whole = cut(growBlocks(noBlocks, text));
    for (const size of [1, 3, 7, 40]) {
      let blocks = noBlocks;
      for (let end = size; end < text.length + size; end += size) {
        blocks = growBlocks(blocks, text.slice(0, end));
      }
      expect(cut(blocks)).toEqual(whole);
    }
    expect(whole.map(block => block.trim().split('\n')[0])).toEqual([
      '# Title',
      'A paragraph',
      '- one',
      '```ts',
      '| a | b |',
      '> said',
      '가나다 *end',
    ]);
  });

  it('begin anew with a text that is another', () => {
    const before = growBlocks(noBlocks, 'one\n\ntwo\n\nthree');
    expect(cut(growBlocks(before, 'four\n\nfive'))).toEqual(['four', 'five']);
  });
});
