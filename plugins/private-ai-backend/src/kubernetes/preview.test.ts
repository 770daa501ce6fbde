import { application } from '../testing/app';
import { withCommit } from './commitMark';
import { deploymentFor } from './deployment';
import { isOurs } from './ownership';
import { choosesPreview, previewDeployment, previewService } from './preview';
import { isOver, previewFacts } from './previewFacts';
import { serviceFor } from './service';

const app = application();
const commit = 'c'.repeat(40);
const image = `acrtest.azurecr.io/private-ai/weather@sha256:${'a'.repeat(64)}`;
const facts = {
  ...{ commit, image, by: 'user:default/dana' },
  ...{ since: '2026-12-01T00:00:00.000Z', until: '2026-12-02T00:00:00.000Z' },
};
const labels = { app: 'weather' };
const pod = {
  containers: [
    {
      name: 'app',
      image: 'placeholder',
      env: [
        { name: 'OTEL_SERVICE_NAME', value: 'weather' },
        { name: 'TONE', valueFrom: { configMapKeyRef: { name: 'tone', key: 'tone' } } },
      ],
      envFrom: [{ configMapRef: { name: 'weather-agent' } }],
      resources: { limits: { memory: '1Gi' } },
      securityContext: { allowPrivilegeEscalation: false },
    },
  ],
  volumes: [
    { name: 'one', configMap: { name: 'tone' } },
    { name: 'more', projected: { sources: [{ configMap: { name: 'tone' } }] } },
  ],
  affinity: {
    nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] },
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'host' }] },
  },
  topologySpreadConstraints: [{ maxSkew: 1, labelSelector: { matchLabels: labels } }],
};
const manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'weather', labels },
  spec: {
    replicas: 3,
    strategy: { rollingUpdate: { maxSurge: 1 } },
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: pod },
  },
};
const own = withCommit(deploymentFor(manifest, { ...app, image, clientId: '1' }), commit);
const preview = previewDeployment(own, ['tone'], facts, app);

describe('a preview', () => {
  it('is the application’s own, under a name and labels that nothing of it goes by', () => {
    expect(preview.metadata).toMatchObject({ name: 'weather-preview', namespace: 'weather' });
    expect(isOurs(app.request.entityRef)(preview)).toBe(true);
    const { selector, template } = preview.spec;
    expect(template.metadata.labels).not.toHaveProperty('app');
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(choosesPreview(labels, preview)).toBe(false);
    expect(choosesPreview({ 'azure.workload.identity/use': 'true' }, preview)).toBe(true);
  });

  it('says whose commit it is, and until when it stands', () => {
    expect(previewFacts(preview)).toEqual(facts);
    expect(isOver(facts, Date.parse('2026-12-01T23:59:59Z'))).toBe(false);
    expect(isOver(facts, Date.parse('2026-12-02T00:00:00Z'))).toBe(true);
    expect(isOver({ until: 'tomorrow' }, 0)).toBe(true);
  });

  it('runs once, as the application does: signed in, connected and held as that is', () => {
    const { replicas, strategy, template } = preview.spec;
    expect({ replicas, strategy }).toEqual({ replicas: 1, strategy: { type: 'Recreate' } });
    const [container] = template.spec.containers;
    const [wanted] = own.spec.template.spec.containers;
    expect(container).toMatchObject({
      ...{ image, resources: wanted.resources, securityContext: wanted.securityContext },
      envFrom: wanted.envFrom,
    });
    expect(template.spec.serviceAccountName).toBe(own.spec.template.spec.serviceAccountName);
    expect(template.spec.affinity).toEqual({ nodeAffinity: pod.affinity.nodeAffinity });
    expect(template.spec.topologySpreadConstraints).toBeUndefined();
  });

  it('reads its commit’s ConfigMaps and the portal’s, and measures itself under its own name', () => {
    const { containers, volumes } = preview.spec.template.spec;
    const [{ env }] = containers;
    const name = 'tone-cccccccccccc-preview';
    expect(env).toContainEqual({
      name: 'TONE',
      valueFrom: { configMapKeyRef: { name, key: 'tone' } },
    });
    expect(volumes).toContainEqual({ name: 'one', configMap: { name } });
    expect(volumes).toContainEqual({
      name: 'more',
      projected: { sources: [{ configMap: { name } }] },
    });
    expect(containers[0].envFrom[0]).toEqual({ configMapRef: { name: 'weather-agent' } });
    expect(env.filter((one: { name: string }) => one.name === 'OTEL_SERVICE_NAME')).toEqual([
      { name: 'OTEL_SERVICE_NAME', value: 'weather-preview' },
    ]);
  });

  it('has a Service of its own, which goes when it goes', () => {
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'weather' } };
    const spec = { selector: labels, ports: [{ port: 80, targetPort: 'http' }] };
    const there = { ...preview, metadata: { ...preview.metadata, uid: 'u' } };
    const made = previewService(serviceFor({ ...service, spec }, app), there, app);
    expect(made.metadata).toMatchObject({
      name: 'weather-preview',
      ownerReferences: [{ kind: 'Deployment', name: 'weather-preview', uid: 'u' }],
    });
    expect(made.spec).toEqual({ ...spec, selector: { 'private-ai-preview': 'true' } });
  });
});
