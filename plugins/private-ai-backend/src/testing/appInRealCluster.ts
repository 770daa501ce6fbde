import { rootCertificates } from 'node:tls';
import type { Runtime } from '@private-ai/plugin-private-ai-common';
import { azureFor, type Azure } from '../azure/azureFor';
import { afterForTest } from './after';
import { startLocalAzure } from './localAzure';
import type { LandingZone } from '../config/landingZone';
import { Noticed } from '../outages/outages';
import { platformOverview } from '../inventory/platform';
import { Readings } from '../inventory/readings';
import { imageRepository } from '../app/imageRepository';
import { requireAppRequest } from '../app/request';
import { connectorSecretName, namesOf, serviceAccountName, type ManifestInput } from '../app/names';
import { createDeployWork } from '../releases/deployWork';
import { createEndPreviewWork } from '../releases/endPreviewWork';
import { createPreviewWork } from '../releases/previewWork';
import { startGitHost } from './gitHost';
import { createVerifyWork } from '../verification/work';
import { createProvisionWork } from '../provisioning/work';
import { contextOf } from './context';
import { createRetireWork } from '../retirement/work';
import { userTokensForTest } from './keys';
import { publishKeys } from '../userTokens/publish';
import { anOwner } from './app';
import type { ClusterClient } from '../kubernetes/client';
import { clusterFor } from '../kubernetes/clusterFor';
import { namespace } from '../kubernetes/namespace';
import { standingPreview } from '../kubernetes/standingPreview';
import { actAsControllers, startRealCluster, versionsIn, type RealCluster } from './realCluster';
import { skeletonFiles } from './skeleton';

const commit = 'c'.repeat(40);

/** The portal's flows between a local Azure and a real API server, where the portal has the rights of infra/cluster. */
export async function startPortalInRealCluster() {
  const [local, real] = await Promise.all([startLocalAzure(), startRealCluster()]);
  const controllers = actAsControllers(real);
  const { operatorNamespace: name } = local.zone.telemetry;
  await real.admin.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const caBundle = rootCertificates[0];
  const zone: LandingZone = {
    ...local.zone,
    network: { ...local.zone.network, caBundle },
    telemetry: { ...local.zone.telemetry, owner: 'portal' },
  };
  const { operatorNamespace } = zone.telemetry;
  const v1 = { apiVersion: 'v1', kind: 'Namespace' };
  await real.admin.apply({ ...v1, metadata: { name: operatorNamespace } });
  const inAzure = azureFor(zone, { ca: local.ca });
  // In the sandbox's own cluster nobody binds the portal's role for Secrets.
  const there = clusterFor(local.platformZone, azureFor(local.platformZone, { ca: local.ca }));
  const azure = withServiceConnector(inAzure, there, real);
  const userTokens = userTokensForTest();
  const deps = { azure: () => azure, cluster: () => real.portal, userTokens };

  /** @param telemetry - who owns the collector in its landing zone */
  function app(
    name: string,
    runtime: Runtime,
    telemetry: LandingZone['telemetry']['owner'],
  ): ManifestInput {
    const own = { ...zone, telemetry: { ...zone.telemetry, owner: telemetry } };
    const { request } = requireAppRequest(
      {
        name,
        owner: 'app-team',
        landingZone: zone.name,
        model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
        runtime,
        instructions: 'Help.',
      },
      [{ ...zone, runtimes: [{ name: runtime }] }],
    );
    return { request, zone: own, names: namesOf(request, own), owner: anOwner };
  }
  const context = (of: ManifestInput, input: object = { app: of.request }) =>
    ({
      ...contextOf(of.zone),
      operation: { id: 'one', requestedBy: 'user:default/ana', input },
    }) as never;

  return {
    real,
    app,
    async provision(of: ManifestInput) {
      // Service Connector looks for it in its own cluster.
      await clusterFor(zone, inAzure).apply(namespace(of));
      const work = createProvisionWork({
        ...deps,
        owner: async () => of.owner,
        preflight: async () => [],
      });
      await work.run(context(of));
    },
    /** @param change - of the repository's files */
    async deploy(of: ManifestInput, change: (files: Record<string, string>) => void = () => {}) {
      const files = skeletonFiles(of);
      change(files);
      const git = await startGitHost(commit, files);
      const image = `${imageRepository(of.request, zone)}@sha256:${'a'.repeat(64)}`;
      try {
        const work = createDeployWork({
          ...deps,
          ...git,
          rollout: { pollMs: 100 },
        });
        await work.run(context(of, { app: of.request, source: git.source, image }));
      } finally {
        await git.stop();
      }
    },
    /** Makes a preview of the commit, whose image is there, and takes it away. */
    async preview(of: ManifestInput) {
      const git = await startGitHost(commit, skeletonFiles(of));
      const image = `${imageRepository(of.request, zone)}@sha256:${'a'.repeat(64)}`;
      try {
        const work = createPreviewWork({
          ...{ ...deps, ...git, hours: 24, rollout: { pollMs: 100 } },
          works: { build: { run: async () => ({ image }) } as never },
        });
        await work.run(context(of, { app: of.request, source: git.source }));
        const { entityRef, landingZone } = of.request;
        const preview = await standingPreview({ entityRef, zone: of.zone }, real.portal);
        const there = Object.keys(await versionsIn(real, of.names.namespace));
        // Nobody there takes away what a Deployment owns.
        await createEndPreviewWork({ ...deps, waitMs: 0 }).run(
          context(of, { entityRef, landingZone }),
        );
        return { preview, there: there.filter(one => one.includes('-preview')) };
      } finally {
        await git.stop();
      }
    },
    /** What is said of each check that is not well. */
    async verify(of: ManifestInput): Promise<string[]> {
      const work = createVerifyWork({ ...deps, owner: async () => of.owner });
      const said: string[] = [];
      const log = (line: string, level = 'info') => void (level === 'error' && said.push(line));
      const asked = { ...(context(of) as object), log };
      await work.run(asked as never).catch(() => undefined);
      return said;
    },
    async retire(of: ManifestInput) {
      const { entityRef, landingZone } = of.request;
      return createRetireWork({ ...deps, after: afterForTest() }).run(
        context(of, { entityRef, landingZone }),
      );
    },
    platform: () =>
      platformOverview([zone], [], {
        clusterFor: () => real.portal,
        azureFor: () => azure,
        preflight: {
          zone: async () => ({ problems: [], notices: [], away: [], refused: [] }),
        } as never,
        standings: async () => new Map(),
        noticed: new Noticed(),
        readings: new Readings(),
      }),
    /** As a portal that starts with another key. */
    async renewKeys() {
      const { jwks } = userTokensForTest();
      const said: string[] = [];
      const say = (line: string) => void said.push(line);
      const logger = { info: say, warn: say };
      const { signal } = new AbortController();
      await publishKeys([zone], { jwks, cluster: () => real.portal, logger, signal });
      return said;
    },
    async stop() {
      await controllers.stop();
      await Promise.all([local.stop(), real.stop()]);
    },
  };
}

/** What Service Connector makes lands in its own cluster: the real one is given the same. */
function withServiceConnector(azure: Azure, made: ClusterClient, { admin }: RealCluster): Azure {
  const put: Azure['arm']['put'] = async (id, version, body, options) => {
    const written = await azure.arm.put(id, version, body, options);
    if (!/\/linkers\//i.test(id)) return written;
    const { scope, authInfo } = (
      body as { properties: { scope: string; authInfo: { clientId: string } } }
    ).properties;
    const v1 = { apiVersion: 'v1', namespace: scope };
    const account = serviceAccountName(authInfo.clientId);
    const secret = connectorSecretName(id.split('/').at(-1)!);
    const found = await Promise.all([
      made.get({ ...v1, kind: 'ServiceAccount', name: account }),
      made.get({ ...v1, kind: 'Secret', name: secret }),
    ]);
    for (const one of found) {
      if (!one) continue;
      const { name, labels, annotations } = one.metadata;
      await admin.apply({
        ...{ apiVersion: 'v1', kind: one.kind },
        metadata: { name, namespace: scope, labels, annotations },
        ...(one.data && { type: one.type, data: one.data }),
      });
    }
    return written;
  };
  return { ...azure, arm: { ...azure.arm, put } };
}
