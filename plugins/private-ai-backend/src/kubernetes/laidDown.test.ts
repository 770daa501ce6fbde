import { rootCertificates } from 'node:tls';
import type { Runtime } from '@private-ai/plugin-private-ai-common';
import { imageRepository } from '../app/imageRepository';
import type { ManifestInput } from '../app/names';
import { readManifests } from '../releases/manifests';
import { publishedForTest } from '../testing/keys';
import { objectPath } from './address';
import { agentConfigMap } from './agentConfig';
import { anOwner, application } from '../testing/app';
import { caBundleConfigMap } from './caBundle';
import type { KubernetesObject } from './client';
import { describeWithCluster } from '../testing/controlPlane';
import { deploymentFor } from './deployment';
import { instrumentationManifest } from './instrumentation';
import { namespaceManifests } from './namespace';
import { ownerBinding } from './ownerBinding';
import { portalBinding } from './portalBinding';
import { portalKeysConfigMap } from './portalKeys';
import { startRealCluster, type RealCluster } from '../testing/realCluster';
import { placed, serviceFor } from './service';
import { skeletonFiles } from '../testing/skeleton';
import { missingFrom } from './stored';

const clientId = '33333333-3333-3333-3333-333333333333';
const applyPatch = 'application/apply-patch+yaml';

/** An application in a landing zone whose firewall inspects. */
function appOf(name: string, runtime: Runtime): ManifestInput {
  const { request, zone, ...rest } = application({ name });
  const network = { ...zone.network, caBundle: rootCertificates[0] };
  return { ...rest, request: { ...request, runtime }, zone: { ...zone, network } };
}

/** What the template puts into a new repository. */
function fromRepository(app: ManifestInput) {
  const files = Object.entries(skeletonFiles(app)).map(([path, text]) => ({
    path,
    content: Buffer.from(text),
  }));
  return readManifests(files);
}

/** Everything that the portal lays into an application's namespace, the namespace first. */
async function allOf(app: ManifestInput): Promise<KubernetesObject[]> {
  const image = `${imageRepository(app.request, app.zone)}@sha256:${'a'.repeat(64)}`;
  const { deployment, service, others } = await fromRepository(app);
  return [
    ...namespaceManifests(app),
    ownerBinding(app, anOwner),
    portalBinding(app, 'portal'),
    caBundleConfigMap(app)!,
    portalKeysConfigMap(app, publishedForTest.jwks),
    instrumentationManifest(app),
    agentConfigMap(app),
    ...others.map(object => placed(object, app)),
    serviceFor(service, app),
    deploymentFor(deployment, { ...app, image, clientId }),
  ];
}

const refOf = ({ apiVersion, kind, metadata }: KubernetesObject) => ({
  ...{ apiVersion, kind },
  namespace: metadata.namespace,
  name: metadata.name,
});
const versionOf = ({ metadata }: KubernetesObject) => metadata.resourceVersion;

describeWithCluster(
  'what the portal lays down, on a real API server and with its own rights',
  () => {
    let real: RealCluster;
    beforeAll(async () => {
      real = await startRealCluster();
      for (const object of namespaceManifests(appOf('weather', 'typescript')))
        await real.portal.apply(object);
    });
    afterAll(() => real?.stop());

    it.each<[Runtime, string]>([
      ['typescript', 'weather'],
      ['python', 'rain'],
    ])(
      'is stored as it was meant, and applied again it stays as it is: %s',
      async (runtime, name) => {
        const { portal, admin } = real;
        const all = await allOf(appOf(name, runtime));
        expect(new Set(all.map(({ kind }) => kind)).size).toBe(11);
        for (const meant of all) {
          const first = await portal.apply(meant);
          expect(versionOf(await portal.apply(meant))).toBe(versionOf(first));
          const stored = (await admin.get(refOf(meant)))!;
          expect(versionOf(stored)).toBe(versionOf(first));
          expect(missingFrom(stored, meant)).toEqual([]);
        }
      },
    );

    it('is a pod that signs in, is instrumented, knows the portal’s keys and trusts the company’s authorities', async () => {
      const deployment = (await allOf(appOf('weather', 'typescript'))).at(-1)!;
      const { spec, metadata } = (await real.admin.get(refOf(deployment)))!;
      const { template, replicas } = spec;
      expect(metadata.annotations).toMatchObject({
        'private-ai-entity': 'component:default/weather',
      });
      // Left to the autoscaler.
      expect(deployment.spec.replicas).toBeUndefined();
      expect(replicas).toBe(1);
      expect(spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
      expect(template.metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
      expect(template.metadata.annotations).toMatchObject({
        'instrumentation.opentelemetry.io/inject-nodejs': 'private-ai',
        'instrumentation.opentelemetry.io/container-names': 'app',
      });
      expect(template.spec).toMatchObject({
        serviceAccountName: `sc-account-${clientId}`,
        automountServiceAccountToken: false,
        tolerations: [
          { key: 'workload', operator: 'Equal', value: 'general', effect: 'NoSchedule' },
        ],
        topologySpreadConstraints: [expect.objectContaining({ maxSkew: 1 })],
      });
      const [container] = template.spec.containers;
      expect(container.envFrom).toEqual([{ secretRef: { name: 'sc-weatherconnection-secret' } }]);
      const env = Object.fromEntries(
        container.env.map((one: { name: string; value?: string }) => [one.name, one.value]),
      );
      expect(env).toMatchObject({
        PORTAL_KEYS_FILE: '/etc/private-ai/portal/jwks.json',
        PORTAL_AUDIENCE: 'component:default/weather',
        NODE_EXTRA_CA_CERTS: '/etc/private-ai/ca/ca.crt',
        SSL_CERT_FILE: '/etc/private-ai/ca/bundle.crt',
        REQUESTS_CA_BUNDLE: '/etc/private-ai/ca/bundle.crt',
      });
      for (const [folder, configMap] of [
        ['/etc/private-ai/portal', 'weather-portal'],
        ['/etc/private-ai/ca', 'weather-ca'],
      ]) {
        const mount = container.volumeMounts.find(
          (one: { mountPath: string }) => one.mountPath === folder,
        );
        expect(mount.readOnly).toBe(true);
        expect(template.spec.volumes).toContainEqual(
          expect.objectContaining({
            name: mount.name,
            configMap: expect.objectContaining({ name: configMap }),
          }),
        );
      }
      for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'])
        expect(container[probe].httpGet.path).toBe('/healthz');
    });

    it('runs under Pod Security, which refuses it with any more', async () => {
      const { template } = (await allOf(appOf('weather', 'typescript'))).at(-1)!.spec;
      // Enforcement looks at pods, not at what makes them.
      const as = (change: object, container: object = {}) =>
        real.raw('POST', '/api/v1/namespaces/weather/pods?dryRun=All', {
          ...{ apiVersion: 'v1', kind: 'Pod' },
          metadata: { name: 'one', labels: template.metadata.labels },
          spec: {
            ...template.spec,
            // Nobody makes ServiceAccounts here.
            serviceAccountName: undefined,
            ...change,
            containers: [{ ...template.spec.containers[0], ...container }],
          },
        });
      await real.raw('POST', '/api/v1/namespaces/weather/serviceaccounts', {
        ...{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } },
      });
      await as({});
      const security = template.spec.containers[0].securityContext;
      for (const [change, container, what] of [
        [{}, { securityContext: { privileged: true } }, 'privileged'],
        [{ hostNetwork: true }, {}, 'host namespaces'],
        [
          { volumes: [...template.spec.volumes, { name: 'host', hostPath: { path: '/' } }] },
          {},
          'restricted volume types',
        ],
        [
          { securityContext: {} },
          { securityContext: { ...security, runAsNonRoot: undefined } },
          'runAsNonRoot',
        ],
        [
          {},
          { securityContext: { ...security, capabilities: { add: ['NET_RAW'] } } },
          'capabilities',
        ],
      ] as const)
        await expect(as(change, container)).rejects.toThrow(
          new RegExp(`violates PodSecurity .*restricted:v1.33.*${what}`, 's'),
        );
    });

    it('holds what a namespace may take of nodes, disks and the cluster’s database', async () => {
      const app = appOf('snow', 'typescript');
      for (const object of namespaceManifests(app)) await real.portal.apply(object);
      await real.raw('POST', '/api/v1/namespaces/snow/serviceaccounts', {
        ...{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } },
      });
      const { hard } = (await real.admin.get(refOf(namespaceManifests(app)[1])))!.spec;
      // Counted by the controller manager, which is not here: what counts objects is used up, nothing else is.
      const used = Object.fromEntries(
        Object.entries(hard).map(([name, most]) => [name, name.startsWith('count/') ? most : '0']),
      );
      const status = '/api/v1/namespaces/snow/resourcequotas/private-ai/status';
      await real.raw('PATCH', status, { status: { hard, used } }, 'application/merge-patch+json');
      const make = (path: string, object: object) =>
        real.raw('POST', `${path}?dryRun=All`, {
          metadata: { name: 'one' },
          ...object,
        });
      const v1 = '/api/v1/namespaces/snow';
      const { template, selector } = (await allOf(app)).at(-1)!.spec;
      const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
      const counted = { selector, template };
      const named = (name: string) => new RegExp(`exceeded quota: private-ai.*${name}=`);
      for (const [path, object, sentence] of [
        [`${v1}/persistentvolumeclaims`, { spec: claim }, named('persistentvolumeclaims')],
        [`${v1}/configmaps`, { data: {} }, named('count/configmaps')],
        [`${v1}/services`, { spec: { ports: [{ port: 80 }] } }, named('count/services')],
        [
          '/apis/apps/v1/namespaces/snow/deployments',
          { spec: counted },
          named('count/deployments.apps'),
        ],
        [
          '/apis/apps/v1/namespaces/snow/replicasets',
          { spec: counted },
          named('count/replicasets.apps'),
        ],
      ] as const)
        await expect(make(path, object)).rejects.toThrow(sentence);

      const pod = (resources: object) => ({
        spec: {
          ...template.spec,
          serviceAccountName: undefined,
          containers: [{ ...template.spec.containers[0], resources }],
        },
      });
      const { resources } = (await make(`${v1}/pods`, pod({}))).spec.containers[0];
      expect(resources).toMatchObject({
        limits: { 'ephemeral-storage': '1Gi' },
        requests: { 'ephemeral-storage': '256Mi' },
      });
      for (const [name, amount] of [
        ['cpu', '5'],
        ['memory', '9Gi'],
        ['ephemeral-storage', '25Gi'],
      ])
        await expect(
          make(`${v1}/pods`, pod({ limits: { [name]: amount }, requests: { [name]: '1' } })),
        ).rejects.toThrow(`maximum ${name} usage per Container is`);
    });

    it('says who else manages a field, and leaves it alone', async () => {
      const [, quota] = namespaceManifests(appOf('weather', 'typescript'));
      const path = objectPath(refOf(quota));
      const theirs = { ...quota, metadata: { name: 'private-ai' }, spec: { hard: { pods: '99' } } };
      await real.raw('PATCH', `${path}?fieldManager=operator&force=true`, theirs, applyPatch);
      await expect(real.portal.apply(quota)).rejects.toMatchObject({
        reason: 'Conflict',
        message: expect.stringMatching(
          /ResourceQuota private-ai in namespace weather: "operator" manages .*spec\.hard\.pods/,
        ),
      });
      expect((await real.admin.get(refOf(quota)))?.spec.hard.pods).toBe('99');
    });

    it('lets the owner’s group look into its own namespace, and change nothing', async () => {
      const may = async (verb: string, resource: string, namespace: string) => {
        const { status } = await real.raw(
          'POST',
          '/apis/authorization.k8s.io/v1/subjectaccessreviews',
          {
            ...{ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview' },
            spec: {
              user: 'ana',
              groups: [anOwner.id],
              resourceAttributes: { verb, resource, namespace },
            },
          },
        );
        return status.allowed;
      };
      expect(await may('list', 'pods', 'weather')).toBe(true);
      for (const [verb, resource, namespace] of [
        ['delete', 'pods', 'weather'],
        ['get', 'secrets', 'weather'],
        ['list', 'pods', 'kube-system'],
      ])
        expect([verb, resource, namespace, await may(verb, resource, namespace)]).toContain(false);
    });
  },
);
