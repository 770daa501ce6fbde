import { ConflictError } from '@backstage/errors';
import type { Resource } from '../engine/resource';
import { World } from '../testing/world';
import { checkAll } from './checks';

const signal = new AbortController().signal;

describe('checking what there is', () => {
  it('names each thing that is missing, differs or is not ready, and what cannot be asked without it', async () => {
    const world = new World();
    for (const id of ['group', 'account', 'endpoint']) world.there.set(id, 'right');
    world.there.set('deployment', 'wrong').set('orphan', 'right');
    const checks = await checkAll(
      [
        world.thing('credential', ['identity']),
        world.thing('orphan', ['group'], {
          differs: (_, step) => step.of('identity'),
        }),
        world.thing('deployment', ['account']),
        world.thing('endpoint', ['account'], { waitsFor: () => 'Azure says Updating' }),
        world.thing('account', ['group']),
        world.thing('identity', ['group']),
        world.thing('former', ['group'], { obsolete: true }),
        world.thing('unreadable', ['former'], { read: () => Promise.reject(new Error('No.')) }),
        world.thing('group'),
      ] as Resource[],
      { signal },
    );
    expect(
      Object.fromEntries(checks.map(({ name, ok, message }) => [name, [ok, message]])),
    ).toEqual({
      'Thing group': [true, 'is as it should be'],
      'Thing account': [true, 'is as it should be'],
      'Thing deployment': [false, 'is not as it should be: its state'],
      'Thing endpoint': [false, 'is not ready: Azure says Updating'],
      'Thing identity': [false, 'does not exist'],
      'Thing credential': [false, 'not checked, because it needs Thing identity'],
      'Thing orphan': [false, 'not checked, because it needs Thing identity'],
      'Thing former': [true, 'is as it should be'],
      'Thing unreadable': [false, 'No.'],
    });
    expect(world.writes).toEqual([]);
  });

  it.each([
    ['as it is', {}],
    ['while it is being removed', { waitsFor: () => 'going' }],
  ])('looks into nothing that is another application’s, %s', async (_, waiting) => {
    const world = new World();
    for (const id of ['namespace', 'agent']) world.there.set(id, 'right');
    const refuse = () => {
      throw new ConflictError('It belongs to another.');
    };
    const checks = await checkAll(
      [
        world.thing('namespace', [], { differs: refuse, ...waiting }),
        world.thing('agent', ['namespace']),
      ] as Resource[],
      { signal },
    );
    expect(checks).toEqual([
      { name: 'Thing namespace', ok: false, message: 'It belongs to another.' },
      {
        name: 'Thing agent',
        ok: false,
        skipped: true,
        message: 'not checked, because it needs Thing namespace',
      },
    ]);
    expect(world.reads).toEqual(['namespace']);
  });
});
