import specTests from 'json-patch-test-suite/spec_tests.json';
import tests from 'json-patch-test-suite/tests.json';
import { patched } from './patch';

interface Case {
  comment?: string;
  doc: unknown;
  patch: unknown;
  expected?: unknown;
  error?: string;
}

const isCase = (one: object): one is Case => 'patch' in one && !('disabled' in one);
const suite = [...tests, ...specTests].filter(isCase);
const nameOf = ({ comment, patch }: Case) => `${comment ?? ''} ${JSON.stringify(patch)}`.trim();

/** Throws when anything in it is written to. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).map(frozen);
  return value;
}
const after = (document: unknown, ...patch: object[]) => patched(frozen(document), patch);
const problem = { problem: expect.stringMatching(/^[^\n]+$/) };

describe('a patch, by the suite of RFC 6902', () => {
  it.each(suite.map(one => [nameOf(one), one] as const))('%s', (_, { doc, patch, ...then }) => {
    const result = patched(frozen(doc), patch);
    if (then.error !== undefined) expect(result).toEqual(problem);
    else expect(result).toEqual({ value: 'expected' in then ? then.expected : doc });
  });
});

describe('a patch', () => {
  it('replaces, moves and copies whole documents', () => {
    const document = { a: { b: 1 } };
    expect(after(document, { op: 'replace', path: '', value: [1] })).toEqual({ value: [1] });
    expect(after(document, { op: 'move', from: '/a', path: '' })).toEqual({ value: { b: 1 } });
    expect(after(document, { op: 'copy', from: '', path: '/c' })).toEqual({
      value: { ...document, c: document },
    });
  });

  it('takes no effect when one of its operations has none', () => {
    const document = { a: 1 };
    const add = { op: 'add', path: '/b', value: 2 };
    expect(after(document, add, { op: 'remove', path: '/c' })).toEqual(problem);
    expect(document).toEqual({ a: 1 });
  });

  it('is refused when it is no list of operations', () => {
    for (const patch of [
      'text',
      5,
      { op: 'add' },
      [null],
      [[]],
      ['add'],
      [{ op: 'spam', path: '' }],
    ])
      expect(patched({}, patch)).toEqual(problem);
  });

  it.each(['length', '-', 'foo', '01', '1.0', '2'])('replaces and removes no item %s', item => {
    expect(after([1, 2], { op: 'replace', path: `/${item}`, value: 0 })).toEqual(problem);
    expect(after([1, 2], { op: 'remove', path: `/${item}` })).toEqual(problem);
  });

  it.each([
    '/__proto__/x',
    '/constructor/prototype/x',
    '/toString/x',
    '/list/__proto__/x',
    '/list/push/x',
    '/text/constructor/prototype/x',
  ])('writes nothing that others see at %s', path => {
    const document = { text: 'a', list: [1] };
    for (const op of ['add', 'replace'])
      expect(after(document, { op, path, value: 1 })).toEqual(problem);
    expect(after(document, { op: 'copy', from: '/text', path })).toEqual(problem);
    expect(after(document, { op: 'move', from: '/text', path })).toEqual(problem);
    for (const shared of [{}, [], '', Object, {}.toString, [].push]) {
      expect(shared).not.toHaveProperty('x');
    }
  });

  it('has a field of its own that is called constructor', () => {
    const document = { constructor: { points: 1 } };
    expect(after(document, { op: 'replace', path: '/constructor/points', value: 2 })).toEqual({
      value: { constructor: { points: 2 } },
    });
  });

  // Where the library is laxer than the RFC. Nothing of it reaches beyond the document.
  it('appends what is moved or copied behind the end of a list', () => {
    const document = { list: [1], a: 5 };
    expect(after(document, { op: 'move', from: '/a', path: '/list/9' })).toEqual({
      value: { list: [1, 5] },
    });
    expect(after(document, { op: 'copy', from: '/a', path: '/list/9' })).toEqual({
      value: { list: [1, 5], a: 5 },
    });
  });

  it('takes the names that every object inherits for its own', () => {
    expect(after({}, { op: 'replace', path: '/toString', value: 1 })).toEqual({
      value: { toString: 1 },
    });
    expect(after({ a: 1 }, { op: 'remove', path: '/toString' })).toEqual({ value: { a: 1 } });
    expect(after({ a: [1] }, { op: 'copy', from: '/a/length', path: '/b' })).toEqual({
      value: { a: [1], b: 1 },
    });
  });
});
