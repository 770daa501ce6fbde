import { parseRepositoryYaml } from './repositoryYaml';

const parse = async (text: string) => (await parseRepositoryYaml([{ what: 'x.yaml', text }], 3))[0];

describe('what a repository says in YAML', () => {
  it('is its documents, as plain values', async () => {
    expect(await parse('a: [1, yes, "2"]\n---\n---\nb: &x {c: 1}\nd: *x\n')).toEqual([
      { a: [1, 'yes', '2'] },
      null,
      { b: { c: 1 }, d: { c: 1 } },
    ]);
    expect(await parse('')).toEqual([]);
  });

  it('has no say in what other objects are', async () => {
    await parse('__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each([
    ['broken', 'a: [', /x.yaml is no valid YAML/],
    [
      'more documents than are read',
      'a: 1\n---\n'.repeat(9),
      /x.yaml is no valid YAML: there are more than 3 documents/,
    ],
    [
      'aliases of aliases',
      `a: &a [${'x,'.repeat(9)}]\n${['b', 'c', 'd', 'e', 'f', 'g'].map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(9)}]`).join('\n')}`,
      /Excessive alias count/,
    ],
    ['as deep as it is long', '['.repeat(20_000), /no valid YAML|was not read|takes more than/],
  ])('is refused with a sentence where it is %s', async (_, text, sentence) => {
    await expect(parse(text)).rejects.toThrow(sentence);
  });

  it('keeps nobody else waiting, however long it takes', async () => {
    let longest = 0;
    let last = performance.now();
    const ticking = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const started = performance.now();
    await parse('- {a: b}\n'.repeat(28_000));
    const took = performance.now() - started;
    clearInterval(ticking);
    // In this thread it would be all of the time.
    expect(longest).toBeLessThan(took / 2);
  });
});
