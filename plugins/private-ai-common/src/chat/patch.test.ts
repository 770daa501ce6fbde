import specTests from 'json-patch-test-suite/spec_tests.json';
import tests from 'json-patch-test-suite/tests.json';
import { Account, nothingSpent } from './account';
import { patched as applied } from './patch';

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
function patched(document: unknown, patch: unknown) {
  const done = applied(document, patch, { account: new Account(nothingSpent), limit: 'state' });
  return 'problem' in done ? done : { value: done.value };
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
    expect(after(document, { op: 'copy', from: '/a', path: '' })).toEqual({ value: { b: 1 } });
  });

  it('copies and moves nothing into itself', () => {
    const document = { a: { b: { c: 1 } } };
    for (const [from, path] of [
      ['', '/c'],
      ['/a', '/a/c'],
      ['/a', '/a/b/c'],
    ]) {
      expect(() => after(document, { op: 'copy', from, path })).toThrow('into itself');
      expect(after(document, { op: 'move', from, path })).toEqual(problem);
    }
    // Beside, above, and a name that only begins alike.
    expect(after(document, { op: 'copy', from: '/a/b', path: '/a' })).toEqual({
      value: { a: { c: 1 } },
    });
    expect(after(document, { op: 'copy', from: '/a', path: '/ab' })).toEqual({
      value: { ...document, ab: document.a },
    });
  });

  it('changes one of two places where a value was copied to, not both', () => {
    const copy = { op: 'copy', from: '/a', path: '/b' };
    const add = { op: 'add', path: '/a/x', value: 1 };
    const more = { op: 'add', path: '/b/y', value: 2 };
    expect(after({ a: {} }, add, copy, { ...add, path: '/a/z' }, more)).toEqual({
      value: { a: { x: 1, z: 1 }, b: { x: 1, y: 2 } },
    });
  });

  it('shares with the document what it leaves alone', () => {
    const document = { a: { b: 1 }, rows: [{ id: 1 }, { id: 2 }] };
    const { value } = after(document, { op: 'add', path: '/rows/1/done', value: true }) as {
      value: typeof document;
    };
    expect(value.a).toBe(document.a);
    expect(value.rows[0]).toBe(document.rows[0]);
    expect(value.rows[1]).toEqual({ id: 2, done: true });
  });

  it('never writes into the values that it brought along itself', () => {
    const brought = frozen({ list: [] });
    const patch = [
      { op: 'add', path: '/a', value: brought },
      { op: 'add', path: '/a/list/-', value: 1 },
    ];
    expect(after({}, ...patch)).toEqual({ value: { a: { list: [1] } } });
    expect(brought).toEqual({ list: [] });
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

  it('adds, moves and copies nothing behind the end of a list', () => {
    const document = { list: [1], a: 5 };
    expect(after(document, { op: 'add', path: '/list/2', value: 5 })).toEqual(problem);
    expect(after(document, { op: 'move', from: '/a', path: '/list/9' })).toEqual(problem);
    expect(after(document, { op: 'copy', from: '/a', path: '/list/9' })).toEqual(problem);
    expect(after(document, { op: 'copy', from: '/a', path: '/list/1' })).toEqual({
      value: { list: [1, 5], a: 5 },
    });
  });

  it('does not take the names that every object inherits for its own', () => {
    expect(after({}, { op: 'replace', path: '/toString', value: 1 })).toEqual(problem);
    expect(after({ a: 1 }, { op: 'remove', path: '/toString' })).toEqual(problem);
    expect(after({ a: [1] }, { op: 'copy', from: '/a/length', path: '/b' })).toEqual(problem);
    expect(after({}, { op: 'test', path: '/constructor', value: {} })).toEqual(problem);
    expect(after({}, { op: 'add', path: '/toString', value: 1 })).toEqual({
      value: { toString: 1 },
    });
  });

  it.each(['/__proto__', '/a/__proto__', '/__proto__/x'])('lays nothing at %s', path => {
    const value = JSON.parse('{"x":1,"__proto__":{"x":1}}');
    expect(after({ a: {} }, { op: 'add', path, value })).toEqual(problem);
    expect(after({ a: {}, b: value }, { op: 'copy', from: '/b', path })).toEqual(problem);
    // As data it stays data.
    expect(after({ b: value }, { op: 'add', path: '/b/y', value: 1 })).toEqual({
      value: { b: { ...value, y: 1 } },
    });
    expect({}).not.toHaveProperty('x');
  });
});
