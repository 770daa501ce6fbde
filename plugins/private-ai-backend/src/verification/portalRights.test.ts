import type { ManifestInput } from '../app/names';
import { stepWith } from '../testing/bring';
import { zoneResources } from '../resources/descriptors';
import { startPortalInRealCluster } from '../testing/appInRealCluster';
import { describeWithCluster } from '../testing/controlPlane';
import { grants, grantsOf, portalRoles, without, type Call } from '../testing/portalRole';
import { versionsIn } from '../testing/realCluster';
import { until } from '../testing/until';
import * as request from '../kubernetes/request';

jest.mock('../kubernetes/request', () => {
  const actual = jest.requireActual('../kubernetes/request');
  return { ...actual, send: jest.fn(actual.send) };
});
const send = jest.mocked(request.send);
const step = stepWith(new Map());

describeWithCluster('the portal, with the rights of infra/cluster on a real API server', () => {
  let portal: Awaited<ReturnType<typeof startPortalInRealCluster>>;
  /** By grant, a call of the portal's that needed it. */
  const used = new Map<string, Call>();
  const refused: string[] = [];
  let weather: ManifestInput;
  let rain: ManifestInput;

  beforeAll(async () => {
    portal = await startPortalInRealCluster();
    weather = portal.app('weather', 'typescript', 'landing-zone');
    rain = portal.app('rain', 'python', 'portal');
    const { send: actual } = jest.requireActual<typeof request>('../kubernetes/request');
    send.mockImplementation(async (connection, call) => {
      const answer = await actual(connection, call);
      if (connection.token !== portal.real.connection.token) return answer;
      if (answer.status === 403) refused.push(`${call.method} ${call.path}: ${answer.text}`);
      for (const grant of grantsOf(call, answer.status))
        if (!used.has(grant)) used.set(grant, call);
      return answer;
    });
  });
  afterAll(() => portal?.stop());

  it('lays down and deploys an application of either runtime; a second time changes nothing', async () => {
    for (const app of [weather, rain]) {
      await portal.provision(app);
      await portal.deploy(app);
      const { namespace } = app.names;
      const before = await versionsIn(portal.real, namespace);
      expect(Object.keys(before)).toEqual(
        expect.arrayContaining([
          `Namespace ${namespace}`,
          ...['ResourceQuota private-ai', 'LimitRange private-ai', 'RoleBinding private-ai-owner'],
          'RoleBinding private-ai-portal',
          ...['default-deny', 'allow-dns', 'allow-collector', 'allow-private-endpoints'].map(
            name => `NetworkPolicy ${name}`,
          ),
          ...['NetworkPolicy allow-public-https', 'NetworkPolicy allow-chat'],
          ...['agent', 'portal', 'ca'].map(of => `ConfigMap ${namespace}-${of}`),
          'Instrumentation private-ai',
          ...['Deployment', 'Service', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'].map(
            kind => `${kind} ${namespace}`,
          ),
        ]),
      );
      await portal.provision(app);
      await portal.deploy(app);
      expect(await versionsIn(portal.real, namespace)).toEqual(before);
    }
  });

  it('verifies, and finds what it laid down as it was meant', async () => {
    for (const app of [weather, rain]) {
      // No kubelet: nothing answers, and a pod that looks up names has no log.
      const wrong = (await portal.verify(app)).map(line => line.replace(/:.*/s, ''));
      const { name } = app.request;
      expect(wrong.toSorted()).toEqual([
        `Agent of ${name}`,
        `Lookup of names in namespace ${name}`,
      ]);
    }
  });

  it('makes a preview beside what runs, and takes it away', async () => {
    const before = await versionsIn(portal.real, 'weather');
    const { preview, there } = await portal.preview(weather);
    expect(preview?.facts.image).toContain('@sha256:');
    expect(there).toEqual(expect.arrayContaining(['Deployment weather-preview']));
    expect(there).toContain('Service weather-preview');
    const after = await versionsIn(portal.real, 'weather');
    expect(after).toMatchObject(before);
    expect(after).not.toHaveProperty(['Deployment weather-preview']);
  });

  it('makes the collector once for both, and finds one that is the landing zone’s', async () => {
    const telemetry = { ...weather.zone.telemetry, owner: 'landing-zone' as const };
    for (const one of zoneResources({ ...weather.zone, telemetry }, portal.real.portal))
      expect(one.differs(await one.read(step), step)).toEqual([]);
  });

  it('shows the platform, hands out new keys, takes back what a commit or the catalog no longer has', async () => {
    expect((await portal.platform()).landingZones[0]).toMatchObject({ problems: [], outages: [] });
    expect(await portal.renewKeys()).toEqual([
      'The keys for user tokens were renewed in 2 apps of landing zone korea.',
    ]);
    await portal.deploy(weather, files => {
      delete files['manifests/autoscaler.yaml'];
      delete files['manifests/disruption.yaml'];
    });
    await portal.provision({ ...weather, owner: undefined });
    const left = Object.keys(await versionsIn(portal.real, 'weather'));
    expect(left).toContain('Deployment weather');
    expect(left.join()).not.toMatch(
      /HorizontalPodAutoscaler|PodDisruptionBudget|RoleBinding private-ai-owner/,
    );
  });

  it('retires one with its namespace, and one whose namespace is not its own', async () => {
    const { removed } = await portal.retire(weather);
    expect(removed.map(({ type }) => type)).toContain('Namespace');
    for (const one of zoneResources(weather.zone, portal.real.admin))
      expect(await one.read(step)).toBeDefined();
    const mark = (by: string | null) =>
      portal.real.raw(
        'PATCH',
        '/api/v1/namespaces/rain',
        { metadata: { labels: { 'private-ai-managed-by': by } } },
        'application/merge-patch+json',
      );
    await mark(null);
    const other = (await portal.retire(rain)).removed.map(({ type }) => type);
    expect(other).toEqual(expect.arrayContaining(['Secret', 'ServiceAccount']));
    expect(other).not.toContain('Namespace');
    // What follows is asked there.
    await mark('private-ai-portal');
    const config = { apiVersion: 'v1', kind: 'ConfigMap' };
    await until('the portal may write there again', () =>
      portal.real.portal
        .apply({ ...config, metadata: { name: 'a', namespace: 'rain' } }, { dryRun: true })
        .catch(() => undefined),
    );
  });

  it('was refused nothing, and has no right that it did not use', () => {
    expect(refused).toEqual([]);
    // The chat and its health do not go through this client: what is asked there, is asked below.
    const proxy = '/api/v1/namespaces/rain/services/rain:80/proxy';
    used.set('get /services/proxy', { method: 'GET', path: `${proxy}/healthz` });
    used.set('create /services/proxy', { method: 'POST', path: `${proxy}/api/agent`, body: '{}' });
    expect([...used.keys()].toSorted()).toEqual(grants(...portalRoles()).toSorted());
  });

  it.each(grants(...portalRoles()))('cannot do without: %s', async grant => {
    const role = portalRoles().find(one => grants(one).includes(grant))!;
    const { raw, connection } = portal.real;
    const path = `/apis/rbac.authorization.k8s.io/v1/clusterroles/${role.metadata.name}`;
    const call = again(grant, used.get(grant)!);
    expect((await send(connection, call)).status).not.toBe(403);
    await raw('PUT', path, without(role, grant));
    try {
      await until(
        `refused without ${grant}`,
        async () => (await send(connection, call)).status,
        status => status === 403,
      );
    } finally {
      await raw('PUT', path, role);
      await until(
        `let again with ${grant}`,
        async () => (await send(connection, call)).status,
        status => status !== 403,
      );
    }
  });
});

/** The same call without an effect; to make something, of another name. */
function again(grant: string, { signal: _, ...call }: Call): Call {
  if (call.method === 'GET' || call.path.includes('/proxy')) return call;
  const makes = /^(create|bind) /.test(grant);
  const path = makes ? call.path.replace(/\/([^/?]+)\?/, '/$1-again?') : call.path;
  const body: { metadata: { name: string } } | undefined = call.body && JSON.parse(call.body);
  if (makes && body) body.metadata.name += '-again';
  const dry = `${path}${path.includes('?') ? '&' : '?'}dryRun=All`;
  // What lay in the namespace that is gone now, lies in the other.
  const there = dry.replace('/namespaces/weather/', '/namespaces/rain/');
  return {
    ...call,
    path: there,
    body: body && JSON.stringify(body).replaceAll('"weather"', '"rain"'),
  };
}
