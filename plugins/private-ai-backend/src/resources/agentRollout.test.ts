import { agentConfigMap, CONFIG_HASH, configHash } from '../kubernetes/agentConfig';
import { application } from '../testing/app';
import { objectPath } from '../kubernetes/address';
import { appliedFields } from '../kubernetes/appliedFields';
import type { KubernetesObject } from '../kubernetes/client';
import { createClusterClient, FIELD_MANAGER } from '../kubernetes/clusterClient';
import { describeWithCluster, startControlPlane, type ControlPlane } from '../testing/controlPlane';
import { deploymentFor } from '../kubernetes/deployment';
import { namespaceManifests } from '../kubernetes/namespace';
import { send } from '../kubernetes/request';
import type { ManifestInput } from '../app/names';
import type { Azure } from '../azure/azureFor';
import { agentConfig } from './agentConfig';
import { agentRollout } from './agentRollout';
import { until } from '../testing/until';
import { stateOf, type Step } from '../engine/resource';

const app = application();
const { namespace, service, agentConfig: configName } = app.names;
const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: service };
const labels = { app: 'weather' };
const fromConfig = (key: string) => ({
  name: key,
  valueFrom: { configMapKeyRef: { name: configName, key } },
});
const manifest: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'anything', labels },
  spec: {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        containers: [
          {
            name: 'agent',
            image: 'placeholder',
            env: [fromConfig('AGENT_INSTRUCTIONS'), { name: 'PORT', value: '8080' }],
            ports: [{ containerPort: 8080 }],
            args: ['one', 'two'],
            securityContext: { capabilities: { drop: ['ALL'] } },
          },
        ],
      },
    },
  },
};
const values = {
  ...app,
  image: `acrtest.azurecr.io/private-ai/weather@sha256:${'a'.repeat(64)}`,
  clientId: '33333333-3333-3333-3333-333333333333',
};
const step: Step = {
  signal: new AbortController().signal,
  of: stateOf(new Map()),
  poller: { onPoller: async () => {} },
};
/** The same application, told something else. */
const told = (instructions: string): ManifestInput => ({
  ...app,
  request: { ...app.request, instructions },
});

describeWithCluster('a change of what the agent is told, against a real API server', () => {
  let plane: ControlPlane;
  const connect = async () => ({ server: plane.server, ca: plane.ca, token: plane.token });
  const cluster = createClusterClient({ connect });
  const reach = { azure: {} as Azure, cluster, jwks: '' };
  const deployed = async () => (await cluster.get(ref))!;

  /** What other clients of the API do. */
  async function raw(query: string, body: object, contentType: string, below = '') {
    const path = `${objectPath(ref)}${below}?${query}`;
    const options = { method: 'PATCH' as const, path, contentType, body: JSON.stringify(body) };
    const answer = await send(await connect(), options);
    if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  }

  /** There are no controllers here: says of the newest generation that it runs. */
  async function comesUp(generation: number) {
    await until('it is written', async () => (await deployed()).metadata.generation! >= generation);
    const counts = { replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 };
    const status = { observedGeneration: generation, ...counts };
    await raw('', { status }, 'application/merge-patch+json', '/status');
  }

  beforeAll(async () => {
    plane = await startControlPlane();
    for (const object of [...namespaceManifests(app), agentConfigMap(app)])
      await cluster.apply(object);
  });
  afterAll(() => plane?.stop());

  it('is nothing while there is no agent', async () => {
    const rollout = agentRollout.made(told('Be brief.'), reach);
    const state = await rollout.read(step);
    expect(rollout.differs(state!, step)).toEqual([]);
  });

  it('writes the ConfigMap, starts the pods anew, and takes over nothing of others', async () => {
    await cluster.apply(deploymentFor(manifest, values));
    // An autoscaler and another tool have their say as well.
    await raw(
      'fieldManager=autoscaler',
      { spec: { replicas: 3 } },
      'application/merge-patch+json',
      '/scale',
    );
    const { name: _, namespace: __, ...type } = ref;
    const annotations = { 'other.example/note': 'x' };
    const theirs = { ...type, metadata: { name: service, annotations } };
    await raw('fieldManager=other', theirs, 'application/apply-patch+yaml');
    const unchanged = agentRollout.made(app, reach);
    expect(unchanged.differs((await unchanged.read(step))!, step)).toEqual([]);

    const now = told('Be brief.');
    const config = agentConfig.made(now, reach);
    const found = await config.read(step);
    const difference = 'data.AGENT_INSTRUCTIONS: Answer questions about the weather. → Be brief.';
    expect(config.differs(found!, step)).toEqual([difference]);
    expect(config.formerText?.(found!, [difference])).toEqual({
      ...{ text: 'Answer questions about the weather.', difference },
    });
    await config.write?.(step, found);
    expect(config.differs((await config.read(step))!, step)).toEqual([]);

    const before = await deployed();
    const own = appliedFields(before, FIELD_MANAGER);
    const rollout = agentRollout.made(now, reach);
    const state = await rollout.read(step);
    expect(rollout.differs(state, step)).toEqual(['its pods run with a former configuration']);
    await Promise.all([rollout.write?.(step, state), comesUp(before.metadata.generation! + 1)]);

    const after = await deployed();
    const hash = configHash(agentConfigMap(now));
    expect(after.spec.template.metadata.annotations[CONFIG_HASH]).toBe(hash);
    expect(rollout.differs(await rollout.read(step), step)).toEqual([]);
    // But for the hash, all is as it was: the spec, and who owns which of its fields.
    after.spec.template.metadata.annotations[CONFIG_HASH] =
      before.spec.template.metadata.annotations[CONFIG_HASH];
    expect(after.spec).toEqual(before.spec);
    expect(appliedFields(after, FIELD_MANAGER)).toEqual(own);
    expect(own?.spec).not.toHaveProperty('replicas');
    expect(own?.spec.template.spec.containers).toEqual([
      expect.objectContaining({
        name: 'agent',
        args: ['one', 'two'],
        ports: [{ containerPort: 8080, protocol: 'TCP' }],
      }),
    ]);
  });

  it('leaves pods alone that take nothing from it', async () => {
    const { template } = manifest.spec;
    const containers = [{ ...template.spec.containers[0], env: [{ name: 'A', value: 'b' }] }];
    const literal = {
      ...manifest,
      spec: { ...manifest.spec, template: { ...template, spec: { containers } } },
    };
    await cluster.apply(deploymentFor(literal, values));
    const rollout = agentRollout.made(told('Be kind.'), reach);
    expect(rollout.differs((await rollout.read(step))!, step)).toEqual([]);
  });
});
