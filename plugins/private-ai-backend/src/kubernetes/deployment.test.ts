import { imageRepository } from '../app/imageRepository';
import { application } from '../testing/app';
import type { KubernetesObject } from './client';
import { deploymentFor } from './deployment';
import { placed } from './service';

const app = application();
const values = {
  ...app,
  image: `${imageRepository(app.request, app.zone)}@sha256:${'a'.repeat(64)}`,
  clientId: '33333333-3333-3333-3333-333333333333',
};
const deployment = (spec: object): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'anything' },
  spec: { template: { spec } },
});
const container = { name: 'app', image: 'placeholder' };
const sidecar = (image?: string) => ({ name: 'proxy', image });

describe('what the portal lays over a Deployment', () => {
  it.each([
    ['beside the app', { containers: [container, sidecar('docker.io/library/nginx')] }],
    ['before it', { containers: [container], initContainers: [sidecar('acrtest.azurecr.io.x/y')] }],
    ['none at all', { containers: [container, sidecar()] }],
  ])('takes images of the landing zone’s registry only: %s', (_, spec) => {
    expect(() => deploymentFor(deployment(spec), values)).toThrow(
      /container proxy .* only images of acrtest\.azurecr\.io are deployed/,
    );
  });

  it('takes no image of another application', () => {
    const beside = (image: string) =>
      deploymentFor(deployment({ containers: [container, sidecar(image)] }), values);
    for (const image of ['weather-too@sha256:a', 'payroll:1', 'weather/more:1', 'weather@sha256:a'])
      expect(() => beside(`acrtest.azurecr.io/private-ai/${image}`)).toThrow(
        `another application's: take one of ${imageRepository(app.request, app.zone)}.`,
      );
    expect(() => beside(values.image)).not.toThrow();
    // What ran from the repository that was the name's is gone back to with all that it had.
    const former = `acrtest.azurecr.io/private-ai/weather@sha256:${'b'.repeat(64)}`;
    const spec = { containers: [container, sidecar('acrtest.azurecr.io/private-ai/weather:1')] };
    expect(() => deploymentFor(deployment(spec), { ...values, image: former })).not.toThrow();
  });

  it('leaves other containers with an image of that registry as they are', () => {
    const proxy = sidecar('acrtest.azurecr.io/proxy:1');
    const spec = { containers: [container, proxy], initContainers: [proxy] };
    const made = deploymentFor(deployment(spec), values).spec.template.spec;
    expect(made.containers[0].image).toBe(values.image);
    expect([made.containers[1], made.initContainers[0]]).toEqual([proxy, proxy]);
  });

  it('says where the portal’s keys lie in place of what the repository says, and leaves the rest', () => {
    const spec = {
      containers: [
        {
          ...container,
          env: [
            { name: 'PORTAL_AUDIENCE', value: 'component:default/another' },
            { name: 'LOG_LEVEL', value: 'debug' },
          ],
          volumeMounts: [{ name: 'private-ai-portal', mountPath: '/mine' }],
        },
      ],
      volumes: [{ name: 'private-ai-portal', emptyDir: {} }],
    };
    const { template } = deploymentFor(deployment(spec), values).spec;
    expect(template.spec.volumes).toEqual([
      { name: 'private-ai-portal', configMap: { name: 'weather-portal' } },
    ]);
    const [{ env, volumeMounts }] = template.spec.containers;
    expect(env).toEqual([
      { name: 'LOG_LEVEL', value: 'debug' },
      { name: 'PORTAL_KEYS_FILE', value: '/etc/private-ai/portal/jwks.json' },
      { name: 'PORTAL_AUDIENCE', value: 'component:default/weather' },
    ]);
    expect(volumeMounts).toEqual([
      { name: 'private-ai-portal', mountPath: '/etc/private-ai/portal', readOnly: true },
    ]);
  });

  it('has the operator instrument the runtime that it is', () => {
    const python = { ...values, request: { ...app.request, runtime: 'python' as const } };
    const { annotations } = deploymentFor(deployment({ containers: [container] }), python).spec
      .template.metadata;
    expect(annotations).toMatchObject({
      'instrumentation.opentelemetry.io/inject-python': 'private-ai',
      'instrumentation.opentelemetry.io/container-names': 'app',
    });
  });
});

describe('another object of the repository', () => {
  it('does not replace what is the portal’s own', () => {
    const named = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    for (const name of ['weather-agent', 'weather-portal', 'weather-ca'])
      expect(() => placed(named(name), app)).toThrow(
        `ConfigMap ${name}, which is the portal’s own`,
      );
    expect(placed(named('weather-more'), app).metadata.namespace).toBe('weather');
  });

  it('scales the Deployment as the portal calls it', () => {
    const scaler = {
      ...{ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
      metadata: { name: 'mine' },
      spec: { maxReplicas: 2, scaleTargetRef: { kind: 'Deployment', name: 'anything' } },
    };
    expect(placed(scaler, app).spec).toEqual({
      maxReplicas: 2,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'weather' },
    });
  });
});
