import { CATALOG_ENTITY } from '@private-ai/plugin-private-ai-common';
import type { EndedOperation } from '../operations/lease';
import { endOf } from './notice';
import { words } from './words';

const operation = (more: object) =>
  ({
    ...{ id: 'op1', kind: 'release', entityRef: 'component:default/weather' },
    ...{ requestedBy: 'user:default/ana', state: 'succeeded' },
    input: { source: { commit: 'abcdef0123' } },
    ...more,
  }) as EndedOperation;
const owners = ['group:default/app-team'];

describe('an operation’s end', () => {
  it('that nobody asked for in person is the owners’', () => {
    const pushed = endOf(operation({ requestedBy: 'plugin:private-ai' }), owners, 'en');
    expect(pushed).toMatchObject({
      recipients: owners,
      payload: { title: 'weather: released', description: 'Commit abcdef0, as it was pushed.' },
    });
    expect(endOf(operation({}), owners, 'en').recipients).toEqual(['user:default/ana']);
  });

  it('has no page where the application has left the catalog', () => {
    const retire = (...types: string[]) => {
      const outputs = { removed: types.map(type => ({ type, name: 'weather' })), stays: [] };
      const input = { unregister: true };
      return endOf(operation({ kind: 'retire', input, outputs }), [], 'en').payload;
    };
    expect(retire('Namespace', CATALOG_ENTITY)).toMatchObject({
      ...{ description: '2 things were removed.', link: undefined },
    });
    // It was asked to, and the catalog kept it.
    expect(retire('Namespace').link).toBe('/catalog/default/component/weather');
  });

  it('is said in the language of the portal, and cut where it is long', () => {
    const error = { name: 'Error', message: 'x'.repeat(9_000) };
    const { title, description } = endOf(operation({ state: 'failed', error }), [], 'ko').payload;
    expect(title).toBe('weather: 릴리스하지 못했습니다');
    expect(description).toMatch(/^x{499}…$/);
    expect(Object.keys(words.ko)).toEqual(Object.keys(words.en));
  });
});
