import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { application } from '../testing/app';
import { createClusterClient } from '../kubernetes/clusterClient';
import { describeWithCluster, startControlPlane, type ControlPlane } from '../testing/controlPlane';
import { namespaceManifests } from '../kubernetes/namespace';
import { lookupCommand, lookupPod, readLookups } from './lookupPod';

const app = application();
const hosts = ['localhost', 'nowhere.invalid'];
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'weather' },
  spec: {
    template: {
      spec: {
        serviceAccountName: 'sc-account-1',
        tolerations: [
          { key: 'workload', operator: 'Equal', value: 'general', effect: 'NoSchedule' },
        ],
        dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
        containers: [
          { name: 'proxy', image: 'proxy:1' },
          { name: 'weather', image: 'weather:1' },
        ],
      },
    },
  },
};
const pod = lookupPod(app, {
  deployment,
  hosts,
  operationId: 'b9c9ad3f-39a0-4bde-9b10-5b1a1f3dba0f',
});

describe('the pod that looks names up', () => {
  it('is the application’s image on its nodes, with its DNS, and not as its identity', () => {
    const { tolerations, dnsConfig } = deployment.spec.template.spec;
    expect(pod.spec).toMatchObject({ tolerations, dnsConfig, restartPolicy: 'Never' });
    expect(pod.spec.containers).toMatchObject([{ image: 'weather:1' }]);
    expect(pod.spec).not.toHaveProperty('serviceAccountName');
  });

  const runtimes = [
    ['typescript', 'node'],
    ['python', 'python3'],
  ] as const;
  for (const [runtime, program] of runtimes) {
    const has = spawnSync(program, ['--version']).status === 0;
    (has ? it : it.skip)(
      `${has ? '' : `NOT RUN, without ${program}: `}asks the resolver of ${runtime}`,
      async () => {
        const [file, ...args] = lookupCommand(runtime, hosts);
        const { stdout } = await promisify(execFile)(file, args);
        const answer = readLookups(`a warning\n${stdout}`);
        expect(answer.localhost).toEqual({ addresses: expect.arrayContaining(['127.0.0.1']) });
        expect(answer['nowhere.invalid']).toEqual({ code: expect.stringMatching(/^E/) });
      },
    );
  }

  it('that says something else is told so', () => {
    expect(() => readLookups('oops\n')).toThrow(/answered something else than names: oops/);
    expect(() => readLookups('{"half')).toThrow(/something else/);
  });
});

describeWithCluster('the pod that looks names up, against a real API server', () => {
  let plane: ControlPlane;
  const cluster = createClusterClient({
    connect: async () => ({ server: plane.server, ca: plane.ca, token: plane.token }),
  });
  beforeAll(async () => {
    plane = await startControlPlane();
    for (const object of namespaceManifests(app)) await cluster.apply(object);
  });
  afterAll(() => plane?.stop());

  it('is taken by Pod Security and limits as it is meant; without its restrictions it is not', async () => {
    await cluster.apply(pod, { dryRun: true });
    const { securityContext: _, ...spec } = pod.spec;
    await expect(cluster.apply({ ...pod, spec }, { dryRun: true })).rejects.toThrow(/PodSecurity/i);
  });
});
