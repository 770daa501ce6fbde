import type { Runtime } from '@private-ai/plugin-private-ai-common';
import { zoneResources } from '../resources/descriptors';
import { bring } from '../testing/bring';
import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config/landingZone';
import { appProblems, askTelemetry, type TelemetryFound } from '../preflight/telemetry';
import { appGraph } from '../provisioning/appGraph';
import { planGraph } from '../engine/plan';
import { application } from '../testing/app';
import type { KubernetesObject } from './client';
import { createClusterClient } from './clusterClient';
import { collectorManifest } from './collector';
import { describeWithCluster, startControlPlane, type ControlPlane } from '../testing/controlPlane';
import { instrumentationManifest } from './instrumentation';
import { namespace } from './namespace';
import { podMonitorManifest } from './podMonitor';
import { missingFrom } from './stored';

const weather = application();
const zone = {
  ...weather.zone,
  telemetry: { ...weather.zone.telemetry, owner: 'portal' as const },
};
const given = weather.zone;
const { operatorNamespace } = zone.telemetry;
const place = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const inRuntime = (runtime: Runtime) => ({
  ...weather,
  request: { ...weather.request, runtime },
});

describeWithCluster('telemetry, against a real API server with the operators’ definitions', () => {
  let plane: ControlPlane;
  const connect = async () => ({ server: plane.server, ca: plane.ca, token: plane.token });
  const cluster = createClusterClient({ connect });
  const stored = ({ apiVersion, kind, metadata }: KubernetesObject) =>
    cluster.get({ apiVersion, kind, ...metadata });
  const [collector, podMonitor] = [collectorManifest(zone), podMonitorManifest(zone)];

  beforeAll(async () => {
    plane = await startControlPlane();
    await cluster.apply(place(operatorNamespace));
    await cluster.apply(namespace(weather));
  });
  afterAll(() => plane?.stop());

  it.each<Runtime>(['typescript', 'python'])(
    'has an Instrumentation for %s, whose init container Pod Security lets in',
    async runtime => {
      const meant = instrumentationManifest(inRuntime(runtime));
      await cluster.apply(meant);
      expect(missingFrom(await stored(meant), meant)).toEqual([]);
      const { initContainerSecurityContext: securityContext } = meant.spec;
      const pod = (init: object) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'injected', namespace: weather.names.namespace },
        spec: {
          initContainers: [{ name: 'otel', image: 'x', ...init }],
          containers: [{ name: 'app', image: 'x', securityContext }],
        },
      });
      await cluster.apply(pod({ securityContext }), { dryRun: true });
      await expect(cluster.apply(pod({}), { dryRun: true })).rejects.toThrow(/PodSecurity/);
    },
  );

  it('makes collector and PodMonitor once, and leaves them alone the second time', async () => {
    const make = () => Promise.all(zoneResources(zone, cluster).map(one => bring(one, new Map())));
    expect(await make()).toEqual([['absent'], ['absent']]);
    expect((await stored(podMonitor))?.spec).toMatchObject({
      ...{ labelLimit: 63, labelNameLengthLimit: 511, labelValueLengthLimit: 1023 },
      podMetricsEndpoints: [{ port: 'prometheus', interval: '30s' }],
    });
    const versions = async () =>
      (await Promise.all([collector, podMonitor].map(stored))).map(one => one?.metadata);
    const before = await versions();
    expect(await make()).toEqual([[], []]);
    expect(await versions()).toEqual(before);
    for (const meant of [collector, podMonitor])
      expect(missingFrom(await stored(meant), meant)).toEqual([]);
  });

  it('puts right what was changed in them', async () => {
    const changed = { ...podMonitor, spec: { ...podMonitor.spec, labelLimit: 10 } };
    await cluster.apply(changed);
    const [, monitor] = zoneResources(zone, cluster);
    expect(await bring(monitor)).toEqual(['spec.labelLimit: 10 → 63']);
  });

  it('takes neither over from somebody else', async () => {
    const [japans] = zoneResources({ ...zone, name: 'japan' }, cluster);
    await expect(bring(japans)).rejects.toThrow(
      /^OpenTelemetryCollector otel exists and is the landing zone korea’s: .*telemetry\.owner/,
    );
    const bare = { ...podMonitor, metadata: { ...podMonitor.metadata, labels: {} } };
    await cluster.apply(bare);
    await expect(bring(zoneResources(zone, cluster)[1])).rejects.toThrow(
      /^PodMonitor otel-collector exists and is not the portal’s: .*telemetry\.owner to landing-zone/,
    );
  });

  it('only looks at those that are the landing zone’s own, by whatever name', async () => {
    const [givenCollector, givenMonitor] = zoneResources(given, cluster);
    const look = async (one: typeof givenCollector) => {
      const step = { signal: new AbortController().signal } as never;
      const found = await one.read(step);
      return found === undefined ? undefined : one.differs(found, step);
    };
    await cluster.apply(collector);
    expect(await look(givenCollector)).toEqual([]);
    const { config } = collector.spec;
    const exporters = { prometheus: { endpoint: '0.0.0.0:8889' } };
    await cluster.remove({ ...collector, ...collector.metadata });
    expect(await look(givenCollector)).toBeUndefined();
    await cluster.apply({ ...collector, spec: { config: { ...config, exporters } } });
    expect(await look(givenCollector)).toEqual([
      expect.stringMatching(/no series says .* prometheus needs resource_to_telemetry_conversion/),
    ]);

    await cluster.remove({ ...podMonitor, ...podMonitor.metadata });
    expect(await look(givenMonitor)).toBeUndefined();
    const { labelLimit: _, ...unlimited } = podMonitor.spec;
    const named = (name: string, spec: object) =>
      cluster.apply({ ...podMonitor, metadata: { name, namespace: operatorNamespace }, spec });
    const other = { matchLabels: { 'app.kubernetes.io/name': 'another' } };
    await named('another', { ...podMonitor.spec, selector: other });
    expect(await look(givenMonitor)).toBeUndefined();
    await named('unlimited', unlimited);
    expect(await look(givenMonitor)).toEqual(['labelLimit has to be 63']);
    await named('well', podMonitor.spec);
    expect(await look(givenMonitor)).toEqual([]);
  });

  it('is refused as a part of its own where the landing zone’s collector is missing', async () => {
    const without = { ...given, telemetry: { ...given.telemetry, collector: 'other' } };
    const reach = { azure: { arm: {} } as Azure, cluster, jwks: '' };
    const graph = appGraph({ ...weather, zone: without }, reach, 'telemetry');
    const { signal } = new AbortController();
    const { problems } = await planGraph(graph, { signal });
    expect(problems).toEqual([
      expect.stringMatching(
        /^OpenTelemetryCollector other .* \(it does not exist\), and is not the portal’s to change/,
      ),
      expect.stringMatching(
        /^PodMonitor of other .* \(it does not exist\), and is not the portal’s/,
      ),
    ]);
    const whole = appGraph({ ...weather, zone: without }, reach);
    expect(whole.map(({ id }) => id)).not.toContain('collector');
  });

  describe('asked before anything is made', () => {
    const { signal } = new AbortController();
    const asked = (of: LandingZone) => askTelemetry(of, cluster, signal);

    it('says what is missing that is the landing zone’s to make', async () => {
      const { unknown, shared } = await asked({
        ...given,
        telemetry: { ...given.telemetry, collector: 'other' },
      });
      expect(unknown).toEqual({});
      expect(shared).toEqual([
        expect.stringMatching(/^OpenTelemetryCollector other in .* \(it does not exist\)/),
        expect.stringMatching(/^PodMonitor of other in .* \(it does not exist\)/),
      ]);
      const own = { ...zone.telemetry, collector: 'other' };
      expect(await asked({ ...zone, telemetry: own })).toEqual({ unknown: {}, shared: [] });
    });

    it('says of a cluster without the operators who has to do what', async () => {
      const kinds = ['instrumentations', 'opentelemetrycollectors'];
      const names = [
        ...kinds.map(plural => `${plural}.opentelemetry.io`),
        'podmonitors.azmonitoring.coreos.com',
      ];
      for (const name of names)
        await cluster.remove({
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          name,
        });
      let found: TelemetryFound | undefined;
      // They go one by one.
      do found = await asked(given).catch(() => undefined);
      while (!found || Object.keys(found.unknown).length < 3);
      expect(appProblems(given, found)).toEqual([
        'The AKS cluster aks does not know Instrumentation of opentelemetry.io/v1alpha1, without which no application is measured: the platform team has to install the OpenTelemetry operator (docs/cluster.md).',
      ]);
      expect(appProblems(zone, found)).toHaveLength(3);
      expect(found.unknown.PodMonitor).toMatch(
        /azmonitoring.*az aks update --enable-azure-monitor/,
      );
      expect(found.shared).toEqual([]);
    });
  });
});
