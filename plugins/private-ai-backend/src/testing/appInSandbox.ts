import { apiVersions } from '../azure/apiVersions';
import { azureFor } from '../azure/azureFor';
import { startLocalAzure } from './localAzure';
import { identityId } from '../azure/userAssignedIdentity';
import { anOwner } from './app';
import { clusterFor } from '../kubernetes/clusterFor';
import type { KubernetesObject } from '../kubernetes/client';
import { deploymentFor } from '../kubernetes/deployment';
import { rolledOut } from '../kubernetes/rollout';
import { serviceFor } from '../kubernetes/service';
import { requireAppRequest } from '../app/request';
import { namesOf } from '../app/names';
import { imageRepository, repositoryName } from '../app/imageRepository';
import type { WorkContext } from '../operations/work';
import { createProvisionWork } from '../provisioning/work';
import { userTokensForTest } from './keys';
import { agentSource } from './agent';
import { builtInRegistry } from './registryBuild';

const labels = { app: 'weather' };
const fromConfig = (name: string, key: string) => ({
  name: key,
  valueFrom: { configMapKeyRef: { name, key } },
});

/** The whole sandbox with an application in it that was provisioned, built and deployed, whose agent asks a model. */
export async function startAppInSandbox() {
  const local = await startLocalAzure();
  const { ca, admin } = local;
  // As if the sandbox were the firewall that inspects.
  const zone = { ...local.zone, network: { ...local.zone.network, caBundle: ca } };
  const azure = azureFor(zone, { ca });
  const cluster = clusterFor(zone, azure);
  const platform = azureFor(local.platformZone, { ca });
  const { request } = requireAppRequest(
    {
      name: 'weather',
      owner: 'app-team',
      landingZone: zone.name,
      model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
      runtime: 'typescript',
      instructions: 'Help.',
    },
    [zone],
  );
  const names = namesOf(request, zone);
  const app = { request, zone, names, owner: anOwner };
  const signal = new AbortController().signal;

  /** What an operation's work is given. */
  const context = (id: string, more: Partial<WorkContext> = {}) =>
    ({
      operation: {
        id,
        requestedBy: 'user:default/ana',
        input: { app: request, entityRef: request.entityRef },
      },
      zone,
      signal,
      log: () => {},
      stage: async () => undefined,
      checkpoints: { get: async () => undefined, set: async () => {} },
      ...more,
    }) as unknown as WorkContext<never>;

  const userTokens = userTokensForTest();
  const provisioning = createProvisionWork({
    azure: () => azure,
    cluster: () => cluster,
    owner: async () => anOwner,
    userTokens,
    preflight: async () => [],
  });
  const provision = () => provisioning.run(context('provision'));

  async function deploy(image: string) {
    const identity = await azure.arm.get(identityId(app), apiVersions.identity);
    const { namespace, service, agentConfig } = names;
    const manifest: KubernetesObject = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: service, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 1,
            securityContext: {
              runAsNonRoot: true,
              runAsUser: 1000,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            containers: [
              {
                name: 'app',
                image,
                ports: [{ name: 'http', containerPort: 8080 }],
                env: [
                  fromConfig(agentConfig, 'AGENT_INSTRUCTIONS'),
                  fromConfig(agentConfig, 'AZURE_OPENAI_DEPLOYMENT_NAME'),
                ],
                readinessProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 1 },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  capabilities: { drop: ['ALL'] },
                },
              },
            ],
          },
        },
      },
    };
    const service80: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: service },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    };
    const clientId = String(identity?.properties.clientId);
    await cluster.apply(serviceFor(service80, app));
    await cluster.apply(deploymentFor(manifest, { ...app, image, clientId }));
    await rolledOut(cluster, { namespace, name: service }, { signal, log: () => {}, pollMs: 100 });
  }

  try {
    await provision();
    const source = { repository: repositoryName(request, zone), files: agentSource };
    const digest = await builtInRegistry(zone, source, { arm: azure.arm, ca });
    const image = `${imageRepository(request, zone)}@${digest}`;
    await deploy(image);
    return {
      ...{ azure, cluster, app, image, context, provision, userTokens },
      /** The platform team's: the portal's rights end where infra/cluster says. */
      platform: clusterFor(local.platformZone, platform),
      deploy: () => deploy(image),
      /** Has requests fail by rules, in place of those of before; answers them with how often each has struck. */
      async faults(rules?: object[]): Promise<{ name?: string; struck: number }[]> {
        const init = rules && { method: 'PUT', body: JSON.stringify(rules) };
        return (await fetch(`${admin}/faults`, init)).json();
      },
      /** Takes a resource of Azure and what lies in it away, past all of Azure's own rules. */
      async drop(id: string) {
        const query = new URLSearchParams({ id });
        const answer = await fetch(`${admin}/arm/resources?${query}`, { method: 'DELETE' });
        if (!answer.ok) throw new Error(await answer.text());
      },
      stop: local.stop,
    };
  } catch (error) {
    await local.stop();
    throw error;
  }
}
