import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Operation } from '@private-ai/plugin-private-ai-common';
import { locateApp } from '../app/location';
import { namesOf } from '../app/names';
import { apiVersions } from '../azure/apiVersions';
import { azureFor, type Azure } from '../azure/azureFor';
import { resourceGroupId } from '../azure/resourceGroup';
import type { ClusterClient } from '../kubernetes/client';
import { clusterFor } from '../kubernetes/clusterFor';
import { requireOwnNamespace } from '../kubernetes/ownership';
import { recordedOwnerIn, requireMadeIn } from '../resources/adopted';
import { contextOf } from '../testing/context';
import { publishedForTest } from '../testing/keys';
import { startLocalAzure, type LocalAzure } from '../testing/localAzure';
import { requested } from '../testing/requested';
import { createHandOverWork } from './handOver';
import { createProvisionWork } from './work';

let local: LocalAzure;
let azure: Azure;
let cluster: ClusterClient;
const entityRef = 'component:default/payroll';
const auth = mockServices.auth();

/** Whoever has the name in the catalog. */
const entity = (owner: string, origin: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'payroll',
    namespace: 'default',
    annotations: {
      'backstage.io/managed-by-origin-location': origin,
      'private-ai/landing-zone': 'korea',
      'private-ai/namespace': 'payroll',
      'private-ai/service': 'payroll',
    },
  },
  relations: [{ type: 'ownedBy', targetRef: owner }],
});
const made = entity('group:default/app-team', 'url:https://git.example/apps/payroll');
const others = entity('group:default/others', 'url:https://git.example/apps/payroll');
const elsewhere = entity('group:default/app-team', 'url:https://git.example/mallory/x');

beforeAll(async () => {
  local = await startLocalAzure();
  azure = azureFor(local.zone, { ca: local.ca });
  cluster = clusterFor(local.zone, azure);
});
afterAll(() => local?.stop());

const standing = (now: typeof made) => ({
  auth,
  catalog: catalogServiceMock({ entities: [now] }),
  zones: [local.zone],
  azure: () => azure,
  cluster: () => cluster,
});

async function provision(owner = 'group:default/app-team') {
  const context = contextOf(local.zone);
  const work = createProvisionWork({
    azure: () => azure,
    cluster: () => cluster,
    owner: async () => undefined,
    origin: async () => made.metadata.annotations['backstage.io/managed-by-origin-location'],
    userTokens: publishedForTest,
    preflight: async () => [],
  });
  const input = { app: { ...requested('payroll', local.zone), owner } };
  await work.run({ ...context, operation: { kind: 'provision', input } as Operation<'provision'> });
  return context.lines;
}

async function handOver(to: typeof made) {
  const context = contextOf(local.zone);
  const work = createHandOverWork({
    azure: () => azure,
    cluster: () => cluster,
    entity: async () => to,
  });
  const operation = {
    kind: 'hand-over',
    requestedBy: 'user:default/ben',
    input: { entityRef, landingZone: 'korea' },
  } as Operation<'hand-over'>;
  return { outputs: await work.run({ ...context, operation }), lines: context.lines };
}

it('an application stays with whom it was made for until it is handed over', async () => {
  await provision();
  const looksAt = (now: typeof made) => requireOwnNamespace(cluster, locateApp(now, [local.zone]));
  await looksAt(made);
  await requireMadeIn(standing(made))(entityRef);
  for (const [now, says] of [
    [others, /belonged to group:default\/app-team and belongs to group:default\/others now/],
    [elsewhere, /was described by .*apps\/payroll and is described by .*mallory\/x now/],
  ] as const) {
    const refusal = { name: 'NotAllowedError', message: expect.stringMatching(says) };
    await expect(looksAt(now)).rejects.toMatchObject(refusal);
    await expect(requireMadeIn(standing(now))(entityRef)).rejects.toMatchObject(refusal);
    expect(await recordedOwnerIn(standing(now))(entityRef)).toBe('group:default/app-team');
  }

  // Nor is it made over by who provisions it anew, where catalog and database have forgotten it.
  await expect(provision('group:default/others')).rejects.toThrow(
    /Nothing was written.*belonged to group:default\/app-team and belongs to group:default\/others/s,
  );
  const namespace = { apiVersion: 'v1', kind: 'Namespace', name: 'payroll' };
  const { labels } = (await cluster.get(namespace))!.metadata;
  const { outputs, lines } = await handOver(others);
  expect(outputs).toMatchObject({
    from: { owner: 'group:default/app-team' },
    to: { owner: 'group:default/others' },
  });
  expect(lines.join()).toMatch(/handed over by user:default\/ben: from group:default\/app-team/);
  await looksAt(others);
  await expect(looksAt(made)).rejects.toMatchObject({ name: 'NotAllowedError' });
  // Nothing else of it has changed.
  expect((await cluster.get(namespace))!.metadata.labels).toEqual(labels);
  const names = namesOf(requested('payroll', local.zone), local.zone);
  const id = resourceGroupId({ names, zone: local.zone });
  expect((await azure.arm.get(id, apiVersions.resourceGroup))?.tags).toMatchObject({
    'private-ai-entity': entityRef,
    'private-ai-managed-by': 'private-ai-portal',
    'private-ai-owner': 'group:default/others',
  });

  // Back again, and what was provisioned is as it was.
  await handOver(made);
  expect((await provision()).join()).toMatch(/Everything was there/);
});
