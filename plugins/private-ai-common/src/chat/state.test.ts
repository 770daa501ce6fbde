import { Account, nothingSpent } from './account';
import { AgentState } from './state';

const account = new Account(nothingSpent);
const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).map(frozen);
  return value;
};
const after = (state: AgentState, ...patch: object[]) => {
  const next = state.patched(patch, account);
  if (!(next instanceof AgentState)) throw new Error(next.problem);
  return next;
};
const add = (path: string, value: unknown) => ({ op: 'add', path, value });

describe("the agent's state", () => {
  it('is what it was, whatever was made of it since, and whenever it is looked at', () => {
    const first = AgentState.told(frozen({ list: [1, 2], deep: { a: { b: 1 } }, other: {} }));
    const second = after(first, add('/list/0', 0), add('/deep/a/c', 2));
    const third = after(
      second,
      { op: 'remove', path: '/list/1' },
      { op: 'move', from: '/deep/a', path: '/other/a' },
      { op: 'replace', path: '/other/a/b', value: 'new' },
    );
    const fourth = after(third, { op: 'copy', from: '/list', path: '/twice' }, add('/list/-', 9));
    const branch = after(second, { op: 'replace', path: '', value: [] });
    const values = {
      fourth: { list: [0, 2, 9], deep: {}, other: { a: { b: 'new', c: 2 } }, twice: [0, 2] },
      third: { list: [0, 2], deep: {}, other: { a: { b: 'new', c: 2 } } },
      second: { list: [0, 1, 2], deep: { a: { b: 1, c: 2 } }, other: {} },
      first: { list: [1, 2], deep: { a: { b: 1 } }, other: {} },
    };
    // From the oldest, to the newest, and back.
    expect(second.value).toEqual(values.second);
    expect(fourth.value).toEqual(values.fourth);
    expect(third.value).toEqual(values.third);
    expect(first.value).toEqual(values.first);
    expect(branch.value).toEqual([]);
    expect(frozen(fourth.value)).toBe(fourth.value);
    expect(after(fourth, add('/list/0', 5)).value).toMatchObject({ list: [5, 0, 2, 9] });
    expect(fourth.value).toEqual(values.fourth);
  });

  it('shares what a patch leaves alone', () => {
    const first = AgentState.told({ rows: [{ id: 1 }, { id: 2 }], title: { text: 'a' } });
    const before = first.value as Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
    const now = after(first, { op: 'replace', path: '/rows/1/id', value: 3 })
      .value as typeof before;
    expect(now.rows).toEqual([{ id: 1 }, { id: 3 }]);
    expect(now.title).toBe(before.title);
    expect(now.rows[0]).toBe(before.rows[0]);
  });

  it('does not know of a patch that did not apply', () => {
    const state = AgentState.told({ list: [1, { a: 1 }] });
    const refused = state.patched(
      [add('/list/0', 0), add('/list/2/b', 2), { op: 'remove', path: '/x' }],
      account,
    );
    expect(refused).toEqual({ problem: 'There is no x.' });
    expect(after(state, add('/list/-', 2)).value).toEqual({ list: [1, { a: 1 }, 2] });
  });

  it.each([
    ['in rows', { rows: Array.from({ length: 4_000 }, (_, id) => ({ id, is: 'x'.repeat(200) })) }],
    [
      'in one wide object',
      { rows: Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [i, 'x'.repeat(90)])) },
    ],
  ])('costs a patch its own size, however much there is %s', (_, document) => {
    const took = (each: () => void) => {
      const since = performance.now();
      for (let i = 0; i < 20; i++) each();
      return performance.now() - since;
    };
    let state = after(AgentState.told(document), add('/at', 0));
    const patching = took(() => {
      state = after(state, { op: 'replace', path: '/rows/7', value: 'y' }, add('/at', 1));
    });
    const copying = took(() => JSON.parse(JSON.stringify(document)));
    expect(patching * 4).toBeLessThan(copying);
    expect(state.value).toMatchObject({ at: 1 });
  });
});
