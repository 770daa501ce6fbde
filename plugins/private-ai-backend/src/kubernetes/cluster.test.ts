import type { KubernetesObject } from './client';
import { appForTest } from './appForTest';
import { agentConfigMap } from './agentConfig';
import { createClusterClient } from './clusterClient';
import { objectPath } from './address';
import { asControllersWould, waiting, type FakedStatus } from './controllersForTest';
import { describeWithCluster, startControlPlane, type ControlPlane } from './controlPlaneForTest';
import { deploymentFor } from './deployment';
import { instrumentationManifest } from './instrumentation';
import { namespaceManifests } from './namespace';
import { requireOwnNamespace } from './ownership';
import { send } from './request';
import { rolledOut } from './rollout';
import { serviceFor } from './service';
import { missingFrom } from './stored';

jest.setTimeout(90_000);

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
const service: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'anything' },
  spec: { selector: { app: 'weather' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
};

describeWithCluster('the cluster, against a real API server', () => {
  let plane: ControlPlane;
  const connect = async () => ({ server: plane.server, ca: plane.ca, token: plane.token });
  const cluster = createClusterClient({ connect });
  const app = appForTest();
  const { namespace } = app.names;
  const image = `acrtest.azurecr.io/private-ai/weather@sha256:${'a'.repeat(64)}`;

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

  it('stores every manifest as it was meant', async () => {
    const values = { ...app, image, clientId: '33333333-3333-3333-3333-333333333333' };
    const manifests = [
      ...namespaceManifests(app),
      instrumentationManifest(app),
      agentConfigMap(app),
      serviceFor(service, app),
      deploymentFor(deployment, values),
    ];
    for (const meant of manifests) {
      await cluster.apply(meant);
      const { apiVersion, kind, metadata } = meant;
      const stored = await cluster.get({ apiVersion, kind, ...metadata });
      expect(missingFrom(stored, meant)).toEqual([]);
    }
    const policies = await cluster.list({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      namespace,
    });
    const chat = policies.find(({ metadata }) => metadata.name === 'allow-chat');
    expect(chat?.spec.ingress[0].from).toEqual([
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } },
    ]);
    const made = await cluster.get({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace,
      name: 'weather',
    });
    const { template } = made!.spec;
    expect(template.metadata.labels['azure.workload.identity/use']).toBe('true');
    expect(template.spec.serviceAccountName).toBe(
      'sc-account-33333333-3333-3333-3333-333333333333',
    );
    expect(template.spec.containers[0]).toMatchObject({
      image,
      envFrom: [{ secretRef: { name: 'sc-weatherconnection-secret' } }],
    });
  });

  it('names the other manager of a field', async () => {
    const path = objectPath({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      namespace,
      name: 'private-ai',
    });
    const other = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'private-ai' },
      spec: { hard: { pods: '99' } },
    };
    await raw(
      'PATCH',
      `${path}?fieldManager=operator&force=true`,
      other,
      'application/apply-patch+yaml',
    );
    const [, quota] = namespaceManifests(app);
    await expect(cluster.apply(quota)).rejects.toMatchObject({
      reason: 'Conflict',
      message: expect.stringMatching(/"operator" manages .*spec\.hard\.pods/),
    });
  });

  it('says which of sign-in, rights, trust and connection it was', async () => {
    const as = (change: Partial<Awaited<ReturnType<typeof connect>>>) =>
      createClusterClient({ connect: async () => ({ ...(await connect()), ...change }) });
    const ask = (client: typeof cluster) =>
      client.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
    await expect(ask(as({ token: 'wrong' }))).rejects.toThrow(
      /did not accept the portal's sign-in/,
    );
    await expect(ask(as({ token: plane.portalToken }))).rejects.toThrow(/may not do that/);
    await expect(ask(as({ ca: undefined }))).rejects.toThrow(/certificate is not the one/);
    await expect(ask(as({ server: 'https://127.0.0.1:1' }))).rejects.toThrow(/nothing listens/);
    await expect(ask(as({ server: 'https://nowhere.invalid' }))).rejects.toThrow(
      /not known to DNS/,
    );
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
