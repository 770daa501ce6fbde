import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { MANAGED_BY, TAG_ENTITY, TAG_MANAGED_BY } from '@private-ai/plugin-private-ai-common';
import { startSqlite, type TestDatabase } from '../testing/databases';
import type { LandingZone } from '../config/landingZone';
import { entityLabel } from '../app/entityLabel';
import { imageRepository } from '../app/imageRepository';
import { application } from '../testing/app';
import { auditing } from '../testing/auditing';
import { CommitsTold } from '../git/commitsTold';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { COMMIT } from '../kubernetes/commitMark';
import { startGitHost } from '../testing/gitHost';
import { entity as plainEntity, startReplica, worksFor } from '../testing/replica';
import { createBuildWork } from '../images/work';
import { Noticed } from '../outages/outages';
import { createDeployWork } from './deployWork';
import { createReleasesRouter } from './router';
import { createWebhookRouter, WEBHOOKS } from './webhook';
import { createReleaseWork } from './work';

export const { request: app, zone: plainZone } = application();
export const commit = 'c'.repeat(40);
/** Of a side branch. */
export const sideCommit = 'd'.repeat(40);
export const digest = (letter: string) =>
  `${imageRepository(app, plainZone)}@sha256:${letter.repeat(64)}`;

const deployment: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'weather',
    namespace: 'weather',
    uid: 'd',
    generation: 3,
    annotations: { 'deployment.kubernetes.io/revision': '3' },
  },
  spec: { replicas: 1, selector: { matchLabels: { app: 'weather' } } },
  status: { observedGeneration: 3, replicas: 1, updatedReplicas: 1, availableReplicas: 1 },
};

/** A ReplicaSet of that Deployment. */
export function replicaSet(
  revision: number,
  image: string,
  more: {
    commit?: string;
    available?: number;
    annotations?: object;
    owner?: string;
    at?: string;
  } = {},
): KubernetesObject {
  const annotations = more.commit ? { [COMMIT]: more.commit } : {};
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `weather-${revision}`,
      namespace: 'weather',
      uid: `r${revision}`,
      creationTimestamp: more.at ?? `2026-11-0${revision}T00:00:00Z`,
      annotations: { 'deployment.kubernetes.io/revision': `${revision}`, ...more.annotations },
      ownerReferences: [{ uid: more.owner ?? 'd' }],
    } as KubernetesObject['metadata'],
    spec: { template: { metadata: { annotations }, spec: { containers: [{ image }] } } },
    status: { availableReplicas: more.available ?? 0 },
  };
}

/** The portal's releases over real HTTP, with a real database and git host; the cluster holds what a test puts there. */
export async function startReleases(change: Partial<LandingZone> = {}) {
  const database: TestDatabase = await startSqlite();
  const git = await startGitHost(commit, { 'README.md': 'Hello.' }, { side: [sideCommit] });
  const host = git.source.repoUrl.split('?')[0];
  const zone = { ...plainZone, git: { ...plainZone.git, host }, ...change };
  const entities: Entity[] = [];
  const owned = (entityRef: string): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'weather',
      labels: { [TAG_ENTITY]: entityLabel(entityRef), [TAG_MANAGED_BY]: MANAGED_BY },
    },
  });
  const world = {
    objects: [owned(app.entityRef), deployment],
    unreachable: false,
    denied: undefined as string | undefined,
  };
  const cluster = {
    async get({ kind, name }: { kind: string; name: string }) {
      if (world.unreachable) throw new Error('The cluster could not be reached.');
      return world.objects.find(one => one.kind === kind && one.metadata.name === name);
    },
    list: async ({ kind }: { kind: string }) => world.objects.filter(one => one.kind === kind),
  } as unknown as ClusterClient;

  const { integrations, reader } = git;
  const works = worksFor({
    provision: async () => ({}) as never,
    release: async () => ({}) as never,
  });
  const asked = { cluster: () => cluster, azure: () => ({}) as never, integrations, reader };
  const [build, deploy] = [createBuildWork(asked), createDeployWork(asked)];
  works.build.admit = build.admit;
  works.deploy.admit = deploy.admit;
  works.release.admit = createReleaseWork({ build, deploy, verify: works.verify }).admit;
  const logger = mockServices.logger.mock();
  const { auditor, told } = await auditing();
  const replica = await startReplica({
    auditor,
    knex: database.knex,
    zones: [zone],
    entities,
    works,
    allows: permission => permission !== world.denied,
    open: WEBHOOKS,
    router({ access, auditor, auth, catalog, store, poke }) {
      const zones = [zone, { ...zone, name: 'japan', webhookSecret: undefined }];
      const deps = { auditor, zones, store, clusterFor: () => cluster, integrations, poke };
      const more = { access, noticed: new Noticed(), told: new CommitsTold() };
      return createReleasesRouter({ ...deps, ...more }).use(
        createWebhookRouter({ ...deps, auth, catalog, logger, bodyMs: 2_000 }),
      );
    },
  });
  const made = (name: string, annotations: Record<string, string> = {}): Entity => {
    const { metadata, ...rest } = plainEntity(name);
    return {
      ...rest,
      metadata: {
        ...metadata,
        annotations: {
          'private-ai/landing-zone': zone.name,
          'private-ai/namespace': 'weather',
          'private-ai/service': 'weather',
          'backstage.io/managed-by-location': `url:http://${host}/apps/weather/src/branch/main/catalog-info.yaml`,
          'backstage.io/source-location': `url:http://${host}/apps/weather/src/branch/main/`,
          ...annotations,
        },
      },
    };
  };
  const provision = async (request = app) => {
    const body = { kind: 'provision', input: { app: request } };
    const { body: started } = await replica.call('/operations', body);
    return replica.reaches(started.id, 'succeeded');
  };
  return {
    ...replica,
    knex: database.knex,
    /** What the portal's own log was told of refused deliveries. */
    warned: () => logger.warn.mock.calls.map(([message]) => message),
    /** What the auditor was told. */
    told,
    zone,
    host,
    world,
    owned,
    entities,
    made,
    provision,
    source: { repoUrl: git.source.repoUrl, commit },
    /** It answers so many requests with 503. */
    gitAway: git.away,
    async stop() {
      await replica.stop();
      await git.stop();
      await database.close();
    },
  };
}
