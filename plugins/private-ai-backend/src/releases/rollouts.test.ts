import { setTimeout as delay } from 'node:timers/promises';
import { apiVersions } from '../azure/apiVersions';
import { identityId } from '../azure/userAssignedIdentity';
import type { KubernetesObject } from '../kubernetes/client';
import { withCommit } from '../kubernetes/commitMark';
import { deploymentFor } from '../kubernetes/deployment';
import { findTrouble, rolledOut, type RolloutOptions } from '../kubernetes/rollout';
import { startAppInSandbox } from '../testing/appInSandbox';
import { startGitHost } from '../testing/gitHost';
import { until } from '../testing/until';
import type { Clock } from '../time/clock';
import { askReleases } from './askReleases';
import { createDeployWork } from './deployWork';

const labels = { app: 'weather' };
const commitOf = (digit: number) => `${digit}`.repeat(40);

/** What a commit of the app changes in its manifest. */
interface Change {
  container?: object;
  pod?: object;
  image?: string;
}

const manifestOf = (name: string, { container, pod }: Change = {}): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, labels },
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
            image: 'placeholder',
            ports: [{ name: 'http', containerPort: 8080 }],
            readinessProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 1 },
            securityContext: {
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
            },
            ...container,
          },
        ],
        ...pod,
      },
    },
  },
});

/** Real time goes by between two looks, and the deadline's time only when it is told to. */
class ToldClock implements Clock {
  #now = 0;
  now = () => this.#now;
  random = () => 1;
  sleep = (_: number, signal: AbortSignal) => delay(100, undefined, { signal });
  pass = (milliseconds: number) => void (this.#now += milliseconds);
}

describe('a rollout in the sandbox', () => {
  let one: Awaited<ReturnType<typeof startAppInSandbox>>;
  beforeAll(async () => {
    one = await startAppInSandbox();
  });
  afterAll(() => one?.stop());

  /** Deploys a commit as the portal does, and waits for it. */
  async function deploy(
    commit: string,
    { container, pod, image }: Change = {},
    waiting: Partial<RolloutOptions> = {},
  ) {
    const { app, cluster, azure } = one;
    const { namespace, service: name } = app.names;
    const manifest = manifestOf(name, { container, pod });
    const identity = await azure.arm.get(identityId(app), apiVersions.identity);
    const clientId = String(identity?.properties.clientId);
    const values = { ...app, image: image ?? one.image, clientId };
    await cluster.apply(withCommit(deploymentFor(manifest, values), commit));
    const lines: string[] = [];
    await rolledOut(
      cluster,
      { namespace, name },
      {
        signal: new AbortController().signal,
        log: line => lines.push(line),
        ...{ pollMs: 100, patienceMs: 1_000, ...waiting },
      },
    );
  }
  const releases = () => {
    const { app, cluster } = one;
    const { names, zone, request } = app;
    const service = { name: names.service, port: 80 };
    const { entityRef } = request;
    const at = { entityRef, zone, namespace: names.namespace, service, agentPath: '/api/agent' };
    return askReleases(at, cluster, new AbortController().signal);
  };
  /** What keeps the newest pods from running. */
  const trouble = async () => {
    const { cluster, app } = one;
    const { namespace, service: name } = app.names;
    const deployment = await cluster.get({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace,
      name,
    });
    return (await findTrouble(cluster, deployment!, new AbortController().signal))?.sentence ?? '';
  };
  const states = async () =>
    (await releases()).map(({ commit, state }) => `${commit?.slice(0, 1)} ${state}`);

  async function expectTheOneBefore() {
    expect((await states()).slice(0, 2)).toEqual([
      expect.stringMatching(/^3 (failed|coming-up)$/),
      '2 running',
    ]);
    await deploy(commitOf(2));
    expect((await states())[0]).toBe('2 running');
  }

  it('is a release with its commit, and the one before becomes a former one', async () => {
    await deploy(commitOf(1));
    await deploy(commitOf(2));
    const items = await releases();
    expect(items).toMatchObject([
      { image: one.image, commit: commitOf(2), state: 'running' },
      { image: one.image, commit: commitOf(1), state: 'former' },
      // Before commits were marked.
      { image: one.image, state: 'former' },
    ]);
    expect(Date.parse(items[0].releasedAt)).not.toBeNaN();
  });

  it('goes on over what passes by itself: a server that is away, one that asks to wait, a read that is old', async () => {
    const { app, azure, cluster, image, context } = one;
    const identity = `${identityId(app)}\\?`;
    const at = (room: string, method: string, path: string) => ({ match: { room, method, path } });
    await one.faults([
      { ...at('cluster', 'PATCH', '/services/weather\\?'), times: 2, answer: { status: 503 } },
      { ...at('cluster', 'PATCH', '/deployments/weather\\?'), times: 1, answer: { reset: true } },
      { ...at('cluster', 'GET', '/deployments/weather$'), times: 2, answer: { status: 429 } },
      { ...at('arm', 'GET', identity), times: 4, answer: { status: 500 } },
      { ...at('arm', 'GET', identity), times: 1, answer: { stale: true } },
    ]);
    const git = await startGitHost(commitOf(4), {
      'catalog-info.yaml': 'kind: Component\nmetadata: { name: weather }\n',
      'manifests/deployment.yaml': JSON.stringify(manifestOf(app.names.service)),
      'manifests/service.yaml': JSON.stringify({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'weather' },
        spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
      }),
    });
    git.away(2);
    const lines: string[] = [];
    try {
      await createDeployWork({
        azure: () => azure,
        cluster: () => cluster,
        ...git,
        rollout: { pollMs: 100 },
      }).run({
        ...context('deploy', { log: line => lines.push(line) }),
        operation: { input: { app: app.request, source: git.source, image } },
      } as never);
      expect((await one.faults()).map(({ struck }) => struck)).toEqual([2, 1, 2, 4, 1]);
    } finally {
      await one.faults([]);
      await git.stop();
    }
    expect((await states())[0]).toBe('4 running');
    expect(lines).toContainEqual(expect.stringMatching(/^The deployment of weather: .*503/));
    await deploy(commitOf(2));
  });

  it.each<[string, Change, RegExp]>([
    [
      'whose image is not there',
      { image: `acrcontosokrc01.azurecr.io/private-ai/weather@sha256:${'0'.repeat(64)}` },
      /Pod weather-\S+: container app: the image cannot be pulled \(ImagePullBackOff\)/,
    ],
    [
      'that crashes',
      {
        container: { command: ['node', '-e', 'console.error("no model given"); process.exit(7)'] },
      },
      /Pod weather-\S+: container app: it ends again and again, last with exit code 7 \(CrashLoopBackOff\)\.[^]*Its last lines:[^]*no model given/,
    ],
    [
      'that asks for more than the quota has left',
      { container: { resources: { requests: { cpu: '3' }, limits: { cpu: '4' } } } },
      /ReplicaSet weather-\S+: the namespace's quota is used up; ask for less in manifests\/deployment.yaml.*exceeded quota/,
    ],
    [
      'whose pods the admission refuses',
      { pod: { hostNetwork: true } },
      /ReplicaSet weather-\S+: the cluster's admission refuses its pods \(FailedCreate\): .*violates PodSecurity/,
    ],
    [
      'that lacks a Secret',
      {
        container: {
          env: [{ name: 'KEY', valueFrom: { secretKeyRef: { name: 'no', key: 'k' } } }],
        },
      },
      /Pod weather-\S+: container app: something that it refers to \(a Secret, a ConfigMap\) is missing \(CreateContainerConfigError\)/,
    ],
  ])('%s says so, and the one before goes on', async (_, change, sentence) => {
    await expect(deploy(commitOf(3), change)).rejects.toThrow(sentence);
    await expectTheOneBefore();
  });

  it.each<[string, Change, RegExp]>([
    [
      'whose readiness probe never passes',
      { container: { readinessProbe: { tcpSocket: { port: 9 }, periodSeconds: 1 } } },
      /Pod weather-\S+: container app is not ready; its readiness probe has not passed/,
    ],
    [
      'that no node takes',
      { pod: { nodeSelector: { workload: 'none' } } },
      /Pod weather-\S+ finds no node \(Unschedulable\)/,
    ],
  ])('%s says so at its deadline, and the one before goes on', async (_, change, sentence) => {
    const clock = new ToldClock();
    const failing = deploy(commitOf(3), change, { clock, deadlineMs: 8_000 });
    const failed = expect(failing).rejects.toThrow(
      new RegExp(`did not come up after 8 s .*${sentence.source}`),
    );
    await until('the trouble shows', trouble, said => sentence.test(said));
    clock.pass(8_000);
    await failed;
    await expectTheOneBefore();
  });

  it('goes back to what ran before', async () => {
    await deploy(commitOf(1));
    expect((await states())[0]).toBe('1 running');
  });
});
