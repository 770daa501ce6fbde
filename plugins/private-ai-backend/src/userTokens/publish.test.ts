import { application } from '../testing/app';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { createClusterClient } from '../kubernetes/clusterClient';
import { describeWithCluster, startControlPlane, type ControlPlane } from '../testing/controlPlane';
import { namespace } from '../kubernetes/namespace';
import { portalKeysConfigMap } from '../kubernetes/portalKeys';
import { VirtualClock } from '../testing/clock';
import { userTokensForTest } from '../testing/keys';
import { publishKeys } from './publish';

describeWithCluster('the portal’s keys, in every app', () => {
  let plane: ControlPlane;
  let cluster: ClusterClient;
  const apps = ['weather', 'news'].map(name => application({ name }));
  const [{ zone }] = apps;
  const before = userTokensForTest();
  const now = userTokensForTest();
  const ref = (app: (typeof apps)[number]) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: app.names.namespace,
    name: app.names.portalKeys,
  });
  const stored = () => Promise.all(apps.map(async app => (await cluster.get(ref(app)))!));
  const publish = (
    given: ClusterClient,
    options: { clock?: VirtualClock; signal?: AbortSignal } = {},
  ) => {
    const said: string[] = [];
    const say = (message: string) => void said.push(message);
    const publishing = publishKeys([zone], {
      jwks: now.jwks,
      cluster: () => given,
      logger: { info: say, warn: say },
      signal: new AbortController().signal,
      ...options,
    });
    return { said, publishing: options.clock?.pass(publishing) ?? publishing };
  };

  beforeAll(async () => {
    plane = await startControlPlane();
    const connect = async () => ({ server: plane.server, ca: plane.ca, token: plane.token });
    cluster = createClusterClient({ connect });
    for (const app of apps) {
      await cluster.apply(namespace(app));
      await cluster.apply(portalKeysConfigMap(app, before.jwks));
    }
    await cluster.apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'somebody-elses',
        namespace: 'default',
        labels: portalKeysConfigMap(apps[0], '').metadata.labels,
      },
      data: { 'jwks.json': 'theirs' },
    });
  });
  afterAll(() => plane?.stop());

  it('are renewed where they are others, and stay the app’s own ConfigMap', async () => {
    const { said, publishing } = publish(cluster);
    await publishing;
    const wanted = apps.map(app => portalKeysConfigMap(app, now.jwks));
    expect(await stored()).toMatchObject(wanted);
    expect(said).toEqual([
      'The keys for user tokens were renewed in 2 apps of landing zone korea.',
    ]);
    const foreign = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'default',
      name: 'somebody-elses',
    };
    expect((await cluster.get(foreign))?.data).toEqual({ 'jwks.json': 'theirs' });

    const versions = (all: KubernetesObject[]) =>
      all.map(({ metadata }) => (metadata as { resourceVersion?: string }).resourceVersion);
    const again = publish(cluster);
    const unchanged = versions(await stored());
    await again.publishing;
    expect(versions(await stored())).toEqual(unchanged);
    expect(again.said).toEqual([]);
  });

  it('come later where the cluster cannot be reached, and do not hold up the start', async () => {
    await cluster.apply(portalKeysConfigMap(apps[0], before.jwks));
    let tries = 0;
    const clock = new VirtualClock();
    const { said, publishing } = publish(
      {
        ...cluster,
        list: async (...asked) => {
          if (asked[0].kind === 'ConfigMap') tries += 1;
          if (tries < 3) throw new Error('The cluster at x could not be reached.');
          return cluster.list(...asked);
        },
      },
      { clock },
    );
    await publishing;
    expect(tries).toBe(3);
    expect(said[0]).toBe(
      'The keys for user tokens did not get into landing zone korea: The cluster at x could not be reached.',
    );
    expect((await stored())[0].data).toEqual({ 'jwks.json': now.jwks });
  });

  it('are left when the portal stops', async () => {
    const stop = new AbortController();
    const { publishing } = publish(
      {
        ...cluster,
        list: async () => {
          setTimeout(() => stop.abort(), 20);
          throw new Error('away');
        },
      },
      { signal: stop.signal },
    );
    await expect(publishing).resolves.toBeUndefined();
  });
});
