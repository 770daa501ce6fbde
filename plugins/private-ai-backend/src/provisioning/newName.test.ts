import { actions, describedIn, form, startPlanning, type Planning } from './planningForTest';

let planning: Planning;
beforeAll(async () => {
  planning = await startPlanning();
});
afterAll(() => planning?.stop());
beforeEach(() => planning.reset());

describe('a name', () => {
  const asked = async (name: string, query = '') => {
    const answer = await planning.room.ask(`/names/${name}${query}`);
    // Whatever the answer is, nothing failed.
    expect(answer.status).toBe(200);
    return answer.json();
  };
  const retired = { kind: 'retire', state: 'succeeded' } as const;
  const ref = (name: string) => `component:default/${name}`;

  it('is free, or refused with why: its form, what the cluster keeps, who has it', async () => {
    expect(await asked('weather')).toEqual({ verdict: 'free' });
    expect(await asked('Weather')).toMatchObject({ sentence: { code: 'name-form' } });
    expect(await asked('kube-system')).toMatchObject({ sentence: { code: 'name-reserved' } });
    expect(await asked('cert-manager', '?landingZone=korea')).toEqual({
      verdict: 'refused',
      sentence: { code: 'name-reserved', parameters: { namespace: 'cert-manager' } },
    });
    for (const name of ['taken', 'runs'])
      expect(await asked(name)).toEqual({
        verdict: 'refused',
        sentence: { code: 'name-taken', parameters: { entityRef: ref(name) } },
      });
    expect(await asked('weather', '?landingZone=secret-zone')).toMatchObject({
      sentence: { code: 'zone-none' },
    });
  });

  it('of an application that was retired is its owner’s to make again, and nobody else’s', async () => {
    for (const name of ['retired', 'not-theirs']) planning.world.lastDone[ref(name)] = retired;
    planning.world.lastDone[ref('runs')] = { kind: 'make', state: 'succeeded' };
    expect(await asked('retired')).toEqual({ verdict: 'again' });
    expect(await asked('not-theirs')).toMatchObject({ verdict: 'refused' });
    expect(await asked('runs')).toMatchObject({ verdict: 'refused' });
  });

  it('is planned again from the repository that the catalog describes it in, and no other', async () => {
    planning.world.lastDone[ref('retired')] = retired;
    const commit = 'd'.repeat(40);
    const again = () => planning.plan({ ...form, name: 'retired' });
    // The same file under another address.
    const blob = describedIn('retired').replace('src/branch', 'raw/branch');
    planning.world.standing = async () => ({ commit, catalogInfoUrl: blob });
    const made = await again();
    expect(made).toMatchObject({
      problems: [],
      again: true,
      repository: { commit, catalogInfoUrl: describedIn('retired') },
    });
    expect(actions(made)).toMatchObject({ namespace: 'create' });

    planning.world.standing = async () => undefined;
    expect((await again()).problems).toEqual([
      expect.objectContaining({
        field: 'name',
        sentence: expect.objectContaining({ code: 'name-left' }),
      }),
    ]);
    planning.world.standing = async () => ({ commit, catalogInfoUrl: describedIn('another') });
    expect((await again()).problems).toEqual([
      expect.objectContaining({
        field: 'name',
        sentence: expect.objectContaining({ code: 'name-taken' }),
      }),
    ]);
    planning.world.standing = async () => ({ commit, catalogInfoUrl: describedIn('runs') });
    planning.world.lastDone[ref('runs')] = { kind: 'make', state: 'succeeded' };
    expect(await planning.plan({ ...form, name: 'runs' })).toMatchObject({
      rows: [],
      problems: [{ field: 'name' }],
    });
  });
});
