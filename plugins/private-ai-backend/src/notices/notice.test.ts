import type { Operation } from '@private-ai/plugin-private-ai-common';
import { endOf } from './notice';
import { words } from './words';

const operation = (more: object) =>
  ({
    ...{ id: 'op1', kind: 'release', entityRef: 'component:default/weather' },
    ...{ requestedBy: 'user:default/ana', state: 'succeeded' },
    input: { source: { commit: 'abcdef0123' } },
    ...more,
  }) as Operation;
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
    const outputs = { removed: [{}, {}], stays: [] };
    const retire = (input: object) =>
      endOf(operation({ kind: 'retire', input, outputs }), [], 'en').payload;
    expect(retire({})).toMatchObject({
      description: '2 things were removed.',
      link: '/catalog/default/component/weather',
    });
    expect(retire({ unregister: true }).link).toBeUndefined();
  });

  it('is said in the language of the portal, and cut where it is long', () => {
    const error = { name: 'Error', message: 'x'.repeat(9_000) };
    const { title, description } = endOf(operation({ state: 'failed', error }), [], 'ko').payload;
    expect(title).toBe('weather: 릴리스하지 못했습니다');
    expect(description).toMatch(/^x{499}…$/);
    expect(Object.keys(words.ko)).toEqual(Object.keys(words.en));
  });
});
