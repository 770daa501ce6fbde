import { ConflictError } from '@backstage/errors';
import { apiVersions } from '../azure/apiVersions';
import { foundryAccountBody, foundryAccountId } from '../azure/foundryAccount';
import { modelDeploymentBody, modelDeploymentId } from '../azure/modelDeployment';
import { resourceGroupBody, resourceGroupId } from '../azure/resourceGroup';
import { requireAppRequest } from '../app/request';
import { namesOf } from '../app/names';
import { until } from '../testing/until';
import { actions, form, startPlanning, type Planning } from './planningForTest';

let planning: Planning;
beforeAll(async () => {
  planning = await startPlanning();
});
afterAll(() => planning?.stop());
beforeEach(() => planning.reset());

const plan: Planning['plan'] = body => planning.plan(body);

describe('the API of the landing zones', () => {
  it('offers the zones that the asker may create in, without ids or credentials', async () => {
    const text = await (await planning.room.ask('/landing-zones')).text();
    expect(JSON.parse(text).items).toMatchObject([{ name: 'korea', title: 'Korea Central' }]);
    expect(text).not.toMatch(/secret|subscriptions|tenant/i);
  });

  it('plans an application: all of it is to be made, and nothing is in the way', async () => {
    const answer = await plan(form);
    expect(answer).toMatchObject({ status: 200, problems: [] });
    expect(actions(answer)).toMatchObject({
      'resource-group': 'create',
      'foundry-account': 'create',
      'model-deployment': 'create',
      'private-endpoint': 'create',
      'role-assignment': 'create',
      namespace: 'create',
      'service-connector': 'create',
    });
    expect(answer.rows).toContainEqual({
      id: 'foundry-account',
      type: 'Foundry account',
      name: 'aif-weather',
      action: 'create',
    });
  });

  it('answers an unfinished form, and one for a zone that is not the asker’s, with sentences', async () => {
    expect(await plan({ name: 'weather' })).toMatchObject({
      status: 200,
      rows: [],
      problems: expect.arrayContaining([
        { field: 'landingZone', message: 'Choose a landing zone.' },
      ]),
    });
    expect((await plan({ ...form, landingZone: 'secret-zone' })).problems).toEqual([
      expect.objectContaining({ field: 'landingZone' }),
    ]);
  });

  it('says that a name is taken: in the catalog, in Azure, in the cluster', async () => {
    expect((await plan({ ...form, name: 'taken' })).problems).toEqual([
      expect.objectContaining({
        field: 'name',
        message: expect.stringContaining('already has component:default/taken'),
      }),
    ]);

    await made('payroll', 10, 'component:default/other');
    const answer = await plan({ ...form, name: 'payroll' });
    expect(answer.problems).toContainEqual({
      field: 'name',
      message: expect.stringMatching(/Resource group rg-payroll .*component:default\/other/),
    });
    // What only waits for that is a row, and no sentence of its own.
    expect(actions(answer)).toMatchObject({
      'resource-group': 'blocked',
      'foundry-account': 'blocked',
    });
    expect(answer.problems.filter(({ message }) => message.startsWith('needs '))).toEqual([]);

    planning.world.inCluster = async name => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, annotations: { 'private-ai-entity': 'component:default/other' } },
    });
    expect((await plan(form)).problems).toEqual([
      {
        field: 'name',
        message: expect.stringMatching(/Namespace weather .*component:default\/other/),
      },
    ]);
  });

  it('shows nobody what there is of an application that is not his to provision', async () => {
    for (const name of ['taken', 'foreign']) await made(name, 10);
    planning.world.madeBy['component:default/foreign'] = ['user:default/ben'];
    for (const name of ['taken', 'foreign'])
      expect(await plan({ ...form, name })).toMatchObject({
        rows: [],
        problems: [
          { field: 'name', message: expect.stringContaining(`component:default/${name}`) },
        ],
      });
  });

  it('plans for nobody whom the asker does not belong to', async () => {
    planning.world.claims = ['group:default/another-team'];
    expect(await plan(form)).toMatchObject({
      rows: [],
      problems: [{ field: 'owner', message: expect.stringContaining('do not belong to group') }],
    });
    planning.world.claims = ['group:default/app-team'];
    expect((await plan(form)).problems).toEqual([]);
  });

  it('still plans when the cluster does not answer, and says so', async () => {
    planning.world.inCluster = () => new Promise(() => {});
    const answer = await plan({ ...form, model: { ...form.model, capacity: 100 } });
    expect(actions(answer)).toMatchObject({ namespace: 'unknown', 'foundry-account': 'create' });
    // Once, however many resources it has.
    expect(answer.problems).toEqual([]);
    expect(answer.outages).toMatchObject([
      {
        system: 'cluster',
        sentence: { code: 'outage-cluster-away', parameters: { zone: 'Korea Central' } },
        detail: expect.stringMatching(/no answer in 9 s/),
      },
    ]);
  });

  it('works out a few plans of one person at once, and says when to ask again', async () => {
    const open = Promise.withResolvers<undefined>();
    const asked = new Set<string>();
    planning.world.inCluster = name => {
      asked.add(name);
      return open.promise;
    };
    const names = ['one', 'two', 'three', 'four'];
    const first = names.map(name => plan({ ...form, name }));
    await until('four are worked out', () => names.every(name => asked.has(name)));
    const refused = await planning.room.ask('/plan', { body: form });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await refused.json()).error.message).toMatch(/4 plans for you already/);
    open.resolve(undefined);
    for (const { status } of await Promise.all(first)) expect(status).toBe(200);
    expect((await plan(form)).status).toBe(200);
  });

  it('plans a change as a difference, without asking whether the name is free', async () => {
    await made('weather-change', 10);
    const model = { ...form.model, capacity: 30 };
    const answer = await plan({ ...form, name: 'weather-change', model, change: true });
    expect(answer.rows).toContainEqual(
      expect.objectContaining({
        id: 'model-deployment',
        action: 'change',
        differences: [expect.stringMatching(/capacity.*10.*30/)],
      }),
    );
    expect(actions(answer)).toMatchObject({ 'foundry-account': 'leave' });
    expect(answer.problems).toEqual([]);
  });

  it('changes nothing that is unknown, in another zone, or not the asker’s', async () => {
    const change = (name: string) => plan({ ...form, name, change: true });
    expect((await change('nobody')).problems).toEqual([
      { message: expect.stringContaining('There is no component:default/nobody') },
    ]);
    expect((await change('elsewhere')).problems).toEqual([
      { field: 'landingZone', message: expect.stringContaining('in no landing zone') },
    ]);
    expect(await change('forbidden')).toMatchObject({
      status: 403,
      error: { name: 'NotAllowedError' },
    });
    expect(await change('there-before')).toMatchObject({
      rows: [],
      problems: [{ message: expect.stringContaining('was there before the portal') }],
    });
    const moved = await plan({
      ...form,
      name: 'weather-change',
      landingZone: 'secret-zone',
      change: true,
    });
    expect(moved).toMatchObject({ rows: [], problems: [{ field: 'landingZone' }] });
  });

  it('takes a repository that stands, and says at the name what is in the way of it', async () => {
    const found = { commit: 'c'.repeat(40), catalogInfoUrl: 'https://git.example/info.yaml' };
    planning.world.standing = async () => found;
    expect((await plan(form)).repository).toEqual(found);
    const message = 'It is there already, and empty.';
    planning.world.standing = () => Promise.reject(new ConflictError(message));
    expect((await plan(form)).problems).toContainEqual({ field: 'name', message });
  });
});

/** An application's account with its model, as a provision would leave them. */
async function made(name: string, capacity: number, entityRef?: string) {
  const { arm } = planning.at.platform;
  const asked = { ...form, name, model: { ...form.model, capacity } };
  const { request } = requireAppRequest(asked, [planning.at.zone]);
  const names = namesOf(request, planning.at.zone);
  const app = {
    request: { ...request, ...(entityRef && { entityRef }) },
    zone: planning.at.zone,
    names,
  };
  const version = apiVersions.cognitiveServices;
  const { signal } = new AbortController();
  const group = resourceGroupBody(app);
  await arm.put(resourceGroupId(app), apiVersions.resourceGroup, group, { signal });
  await arm.put(foundryAccountId(app), version, foundryAccountBody(app), { signal });
  await arm.put(modelDeploymentId(app), version, modelDeploymentBody(app), { signal });
}
