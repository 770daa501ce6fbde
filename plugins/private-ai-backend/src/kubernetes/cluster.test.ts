import type { KubernetesObject } from './client';
import { application } from '../testing/app';
import { createClusterClient } from './clusterClient';
import { objectPath } from './address';
import { asControllersWould, waiting, type FakedStatus } from './controllersForTest';
import { describeWithCluster, startControlPlane, type ControlPlane } from '../testing/controlPlane';
import { namespaceManifests } from './namespace';
import { requireOwnNamespace } from './ownership';
import { send } from './request';
import { rolledOut } from './rollout';

const deployment: KubernetesObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'anything', labels: { app: 'weather' } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'weather' } },
    template: {
      metadata: { labels: { app: 'weather' } },
      spec: {
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'agent',
            image: 'placeholder',
            ports: [{ containerPort: 8080 }],
            resources: { requests: { cpu: '0.1', memory: '256Mi' } },
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { drop: ['ALL'] },
            },
          },
        ],
      },
    },
  },
};
describeWithCluster('the cluster, against a real API server', () => {
  let plane: ControlPlane;
  const connect = async () => ({ server: plane.server, ca: plane.ca, token: plane.token });
  const cluster = createClusterClient({ connect });
  const app = application();
  const { namespace } = app.names;

  /** What other clients of the API do. */
  async function raw(
    method: 'POST' | 'PATCH' | 'GET',
    path: string,
    body?: object,
    contentType = 'application/json',
  ) {
    const answer = await send(await connect(), {
      method,
      path,
      contentType,
      body: body && JSON.stringify(body),
    });
    if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
    return JSON.parse(answer.text);
  }

  beforeAll(async () => {
    plane = await startControlPlane();
    for (const object of namespaceManifests(app)) await cluster.apply(object);
  });
  afterAll(() => plane?.stop());

  it('says which of sign-in, rights and kind it was', async () => {
    const as = (change: Partial<Awaited<ReturnType<typeof connect>>>) =>
      createClusterClient({ connect: async () => ({ ...(await connect()), ...change }) });
    const ask = (client: typeof cluster) =>
      client.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
    await expect(ask(as({ token: 'wrong' }))).rejects.toThrow(
      /did not accept the portal's sign-in/,
    );
    await expect(ask(as({ token: plane.portalToken }))).rejects.toThrow(/may not do that/);
    await expect(
      cluster.get({ apiVersion: 'example.com/v1', kind: 'Widget', namespace, name: 'w' }),
    ).rejects.toThrow(/does not know Widget of example.com\/v1/);
    await expect(ask(cluster)).resolves.toBeDefined();
    await expect(
      cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: 'none' }),
    ).resolves.toBeUndefined();
  });

  it('does nothing in the namespace of another entity', async () => {
    await requireOwnNamespace(cluster, app);
    const theirs = { ...app, request: { ...app.request, entityRef: 'component:other/weather' } };
    await expect(requireOwnNamespace(cluster, theirs)).rejects.toThrow(/does not belong to/);
  });

  describe('a rollout', () => {
    const quick = { log: () => undefined, pollMs: 50, patienceMs: 100, deadlineMs: 1_000 };
    const rollOut = (name: string, status: FakedStatus) =>
      asControllersWould({ raw, namespace, template: deployment.spec.template.spec }, name, status);
    const fails = (name: string, client = cluster) =>
      rolledOut(client, { namespace, name }, { ...quick, signal: new AbortController().signal });

    it('that cannot pull its image names pod, container and reason', async () => {
      await rollOut('pull', { pod: waiting('ImagePullBackOff') });
      await expect(fails('pull')).rejects.toThrow(
        /Pod pull-pod: container agent: the image cannot be pulled \(ImagePullBackOff\)/,
      );
    });

    it('that crashes brings the last lines of its log', async () => {
      const terminated = { reason: 'Error', exitCode: 7 };
      await rollOut('crash', { pod: waiting('CrashLoopBackOff', { lastState: { terminated } }) });
      const withLogs = {
        ...cluster,
        logs: async ({ previous }: { previous?: boolean }) =>
          previous ? 'no AGENT_MODEL given\n' : '',
      };
      await expect(fails('crash', withLogs)).rejects.toThrow(
        /ends again and again, last with exit code 7 \(CrashLoopBackOff\)[^]*no AGENT_MODEL given/,
      );
    });

    it('that lacks a Secret, a node or quota says so', async () => {
      await rollOut('secret', { pod: waiting('CreateContainerConfigError') });
      await expect(fails('secret')).rejects.toThrow(/a Secret, a ConfigMap\) is missing/);
      const conditions = [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message: '0/3 nodes are available',
        },
      ];
      await rollOut('node', { pod: { phase: 'Pending', conditions } });
      await expect(fails('node')).rejects.toThrow(
        /after 1 s .*Pod node-pod finds no node \(Unschedulable\): 0\/3 nodes/,
      );
      const failure = {
        type: 'ReplicaFailure',
        status: 'True',
        reason: 'FailedCreate',
        message: 'pods is forbidden: exceeded quota: private-ai',
      };
      await rollOut('quota', { replicaSet: { conditions: [failure] } });
      await expect(fails('quota')).rejects.toThrow(/quota is used up.*exceeded quota: private-ai/);
    });

    it('that takes too much memory says so', async () => {
      const terminated = { reason: 'OOMKilled', exitCode: 137 };
      await rollOut('memory', { pod: waiting('CrashLoopBackOff', { lastState: { terminated } }) });
      await expect(fails('memory')).rejects.toThrow(
        /Pod memory-pod: container agent: it ends again and again, last because it took more memory than resources.limits.memory/,
      );
    });

    it('whose pods the admission refuses says so', async () => {
      const message = 'pods "weather-x" is forbidden: violates PodSecurity "restricted:v1.33"';
      const failure = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message };
      await rollOut('admission', { replicaSet: { conditions: [failure] } });
      await expect(fails('admission')).rejects.toThrow(
        /ReplicaSet admission-rs: the cluster's admission refuses its pods \(FailedCreate\): .*violates PodSecurity "restricted:v1.33"/,
      );
    });

    it('whose readiness probe never passes waits for its deadline, and brings the last lines', async () => {
      const running = { state: { running: { startedAt: '2026-11-01T00:00:00Z' } } };
      const conditions = [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'False' },
      ];
      const pod = { ...waiting('', running), phase: 'Running', conditions };
      await rollOut('ready', { pod });
      const withLogs = { ...cluster, logs: async () => 'listening on 8081\n' };
      await expect(fails('ready', withLogs)).rejects.toThrow(
        /after 1 s \(0 of 1 new replicas available\). Pod ready-pod: container agent is not ready; its readiness probe has not passed.[^]*listening on 8081/,
      );
    });

    it('that is complete ends the wait', async () => {
      await rollOut('fine', {});
      const path = objectPath({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace,
        name: 'fine',
      });
      const status = {
        observedGeneration: 1,
        replicas: 1,
        updatedReplicas: 1,
        readyReplicas: 1,
        availableReplicas: 1,
      };
      await raw('PATCH', `${path}/status`, { status }, 'application/merge-patch+json');
      await fails('fine');
    });
  });
});
