import type { ArmClient } from '../azure/client';
import { agentConfigMap, CONFIG_HASH, configHash } from '../kubernetes/agentConfig';
import { application } from '../testing/app';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { namespace } from '../kubernetes/namespace';
import { createDeployWork } from './deployWork';
import { startGitHost } from '../testing/gitHost';
import type { WorkContext } from '../operations/work';

const commit = 'c'.repeat(40);
const app = application();
const image = `acrtest.azurecr.io/private-ai/weather@sha256:${'a'.repeat(64)}`;
const manifests = {
  'catalog-info.yaml': `kind: Component\nmetadata: { name: ${app.request.name} }\n`,
  'manifests/deployment.yaml': `
apiVersion: apps/v1
kind: Deployment
metadata: { name: weather }
spec: { template: { spec: { containers: [{ name: app, image: placeholder }] } } }`,
  'manifests/service.yaml': `
apiVersion: v1
kind: Service
metadata: { name: weather }
spec: { selector: { app: weather } }`,
};

/** What is applied where the cluster holds these objects. */
async function deployed(
  there: KubernetesObject[],
  files: Record<string, string> = manifests,
  applied: KubernetesObject[] = [],
): Promise<KubernetesObject[]> {
  const status = { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
  const cluster = {
    get: async ({ kind, name }: { kind: string; name: string }) =>
      [...there, ...applied].find(one => one.kind === kind && one.metadata.name === name),
    apply: async (object: KubernetesObject) => {
      applied.push({ ...object, status });
      return object;
    },
    list: async () => [],
  } as unknown as ClusterClient;
  const arm = { get: async () => ({ properties: { clientId: '1' } }) } as unknown as ArmClient;
  const git = await startGitHost(commit, files);
  try {
    await createDeployWork({
      azure: () => ({ arm }) as never,
      cluster: () => cluster,
      reader: git.reader,
      integrations: git.integrations,
    }).run({
      operation: { input: { app: app.request, source: { ...git.source, commit }, image } },
      zone: app.zone,
      signal: new AbortController().signal,
      log: () => {},
    } as unknown as WorkContext<'deploy'>);
  } finally {
    await git.stop();
  }
  return applied;
}

describe('deploying', () => {
  it.each([
    ['as it is in the cluster', agentConfigMap(app, 'one-that-was-found'), true],
    ['as the request makes it, where there is none', agentConfigMap(app), false],
  ])('marks the pods with the configuration that they read: %s', async (_, config, isThere) => {
    const [service, deployment] = await deployed([namespace(app), ...(isThere ? [config] : [])]);
    expect(service.kind).toBe('Service');
    const { annotations } = deployment.spec.template.metadata;
    expect(annotations[CONFIG_HASH]).toBe(configHash(config));
  });

  it('says on the pods which commit they come from', async () => {
    const [, deployment] = await deployed([namespace(app)]);
    expect(deployment.spec.template.metadata.annotations['private-ai-commit']).toBe(commit);
  });

  const { labels, ...unlabelled } = namespace(app).metadata;
  const theirs = { ...app.request, entityRef: 'component:other/weather' };
  it.each([
    ["another's", [namespace({ ...app, request: theirs })], "another entity's label"],
    ["nobody's", [{ ...namespace(app), metadata: unlabelled }], 'no label private-ai-entity'],
    ['not there', [], 'does not exist'],
  ])('applies nothing where the namespace is %s', async (_, there, sentence) => {
    const applied: KubernetesObject[] = [];
    await expect(deployed(there, manifests, applied)).rejects.toThrow(sentence);
    expect(applied).toEqual([]);
  });

  it('takes no manifests from a repository that another entity describes', async () => {
    const theirs = 'kind: Component\nmetadata: { name: payroll }\n';
    await expect(
      deployed([namespace(app)], { ...manifests, 'catalog-info.yaml': theirs }),
    ).rejects.toThrow(`is not ${app.request.entityRef}'s own`);
  });
});
