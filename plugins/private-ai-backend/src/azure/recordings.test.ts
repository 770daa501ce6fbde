/* eslint-disable @typescript-eslint/no-explicit-any -- recorded answers, of every shape */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { needing, outsideTruth } from '../../../../testing/outsideTruth';
import { createArmClient } from './armClient';
import type { ArmClient } from './client';
import { anyCredential, reply, startHttps, type Received, type TestServer } from './httpsForTest';
import { createServiceLinker, type ServiceLinker } from './serviceLinker';
import { until } from '../testing/until';

const recordings = outsideTruth('azure-recordings');

interface Interaction {
  n: number;
  request: { method: string; path: string; apiVersion: string; query?: object; body?: object };
  response: { status: number; headers?: Record<string, string>; body?: any; emptyBody?: boolean };
  repeats?: number;
}

const interactionsOf = (file: string): Interaction[] =>
  JSON.parse(readFileSync(join(recordings.path, `${file}.json`), 'utf8')).interactions;

/** What is not played, or not as recorded, and why. */
const skipped: Record<string, Record<number, string>> = {
  'serviceconnector-aks-cognitive-workload-identity': {
    13: 'validate is not used: on AKS it always says success',
    14: 'a poll of validate',
    15: 'a poll of validate',
  },
  'serviceconnector-aks-storageblob-workload-identity': {
    2: 'the polls between this PUT and its end were not recorded',
    3: 'a poll of an operation whose end was not recorded',
    4: 'a poll of an update whose PUT was not recorded',
    7: 'validate is not used: on AKS it always says success',
    8: 'a poll of validate',
  },
  'cognitive-deployment-2021': {
    2: 'it ends while the deployment is still Creating: held by a test of its own below',
    3: 'a poll of that',
  },
};

/** What the client makes less of than was recorded, by top-level or property key, and why. */
const dropped: Record<string, string> = {
  etag: 'the library’s generic resource has none, and we write without conditions',
  'properties.configurationInfo': 'the connector’s own library (2022-05-01) does not know it',
  'properties.publicNetworkSolution': 'the connector’s own library (2022-05-01) does not know it',
};

const signature = '&t=638&c=MIIH&s=signed%2Fwith%2Bcare&h=hash';

/** Answers a recording's interactions one after another, each as often as it was seen. */
function player(interactions: readonly Interaction[]) {
  let at = 0;
  let times = 0;
  const strays: string[] = [];
  const told: string[] = [];
  return {
    strays,
    told,
    get current() {
      return interactions[at];
    },
    answer(endpoint: string) {
      return (request: Received, response: Parameters<typeof reply>[0]) => {
        const [path] = request.url.split('?');
        // What was seen often enough, and is not asked for again, gives way to the next.
        const next = interactions[at + 1];
        const wanted = (one?: Interaction) =>
          one && one.request.method === request.method && same(one.request.path, path);
        if (!wanted(interactions[at]) && wanted(next)) {
          at += 1;
          times = 0;
        }
        const one = interactions[at];
        if (!wanted(one)) {
          strays.push(`${request.method} ${path}`);
          return reply(response, 418, { error: { code: 'NotRecorded', message: path } });
        }
        told.push(`${one.n}`);
        const headers = { ...one.response.headers };
        const asynchronous = headers['azure-asyncoperation'];
        if (asynchronous) {
          headers['azure-asyncoperation'] = `${endpoint}${asynchronous}${signature}`;
          if (headers.location) headers.location = `${endpoint}${headers.location}${signature}`;
        }
        times += 1;
        if (times >= (one.repeats ?? 1)) {
          at += 1;
          times = 0;
        }
        const { emptyBody, body, status } = one.response;
        return reply(response, status, emptyBody ? undefined : body, headers);
      };
    },
  };
}

const same = (one: string, other: string) =>
  decodeURIComponent(one).toLowerCase() === decodeURIComponent(other).toLowerCase();

needing(recordings, describe)('what the clients make of recorded answers of Azure', () => {
  const signal = new AbortController().signal;
  let server: TestServer;
  let arm: ArmClient;
  let linkers: ServiceLinker;
  let play: ReturnType<typeof player>;

  beforeAll(async () => {
    server = await startHttps((request, response) =>
      play.answer(server.endpoint)(request, response),
    );
    const { endpoint, ca } = server;
    const subscriptionId = '00000000-0000-0000-0000-000000000000';
    const options = { endpoint, ca, subscriptionId, credential: anyCredential };
    arm = createArmClient(options);
    linkers = createServiceLinker(options);
  });
  afterAll(() => server?.stop());
  beforeEach(() => (server.received.length = 0));

  /** Does what was recorded through the client that the portal does it with. */
  async function act({ request, response }: Interaction): Promise<unknown> {
    const { method, path, apiVersion, body } = request;
    const [, cluster, name] =
      /^(.*)\/providers\/Microsoft\.ServiceLinker\/linkers(?:\/([^/]+))?$/.exec(path) ?? [];
    if (method === 'PUT') return arm.put(path, apiVersion, body ?? {}, { signal });
    if (method === 'POST') return arm.post(path, apiVersion, body);
    if (cluster && method === 'DELETE') return linkers.remove(path, { signal });
    if (cluster && name) return linkers.get(path);
    if (cluster) return { value: await linkers.list(cluster) };
    if (method === 'DELETE') return arm.remove(path, apiVersion, { signal });
    if (Array.isArray(response.body?.value)) return { value: await arm.list(path, apiVersion) };
    return arm.get(path, apiVersion);
  }

  const everLost = new Set<string>();
  const files = recordings.skip
    ? ['each recording']
    : readdirSync(recordings.path).filter(file => file.endsWith('.json'));
  it.each(files.map(file => file.replace('.json', '')))('%s', async file => {
    const all = interactionsOf(file);
    const played = all.filter(({ n }) => !skipped[file]?.[n]);
    play = player(played);
    const lost = new Set<string>();
    while (play.current) {
      const started = play.current;
      const from = play.told.length;
      let came: any;
      try {
        came = await act(started);
      } catch (error) {
        came = error;
      }
      const seen = play.told.slice(from).map(n => all.find(one => String(one.n) === n)!);
      const last = seen.at(-1)!.response;
      if (last.status >= 400) {
        expect(came).toMatchObject({ name: 'AzureError', code: last.body.error.code });
        expect(came.message).toContain(last.body.error.message.replace(/\.$/, ''));
        continue;
      }
      expect(came).not.toBeInstanceOf(Error);
      if (started.request.method === 'PUT') {
        expect(came.created).toBe(started.response.status === 201);
        came = came.resource;
      }
      if (started.request.method === 'DELETE') expect(came).toBeUndefined();
      else missing(last.body, came).forEach(key => lost.add(key));
    }
    expect(play.strays).toEqual([]);
    // As often as the Azure CLI asked, whose traffic it is: no poll too many, no look too few.
    const asked = played.map(({ n }) => play.told.filter(one => one === `${n}`).length);
    expect(asked).toEqual(played.map(({ repeats = 1 }) => repeats));
    expect([...lost].filter(key => !dropped[key])).toEqual([]);
    lost.forEach(key => everLost.add(key));
    for (const { url } of server.received.filter(one =>
      /operation(Results|Statuses|s)\//i.test(one.url),
    ))
      expect(url).toContain(signature);
  });

  it('lose no more than is listed, and no less', () => {
    expect([...everLost].sort()).toEqual(Object.keys(dropped).sort());
  });

  it('go on asking for a deployment that is Creating without an address to ask, until they are stopped', async () => {
    const [, put, poll] = interactionsOf('cognitive-deployment-2021');
    play = player([put, { ...poll, repeats: 3 }]);
    const stop = new AbortController();
    let token = '';
    const waiting = arm.put(put.request.path, put.request.apiVersion, put.request.body!, {
      signal: stop.signal,
      onPoller: async value => void (token = value),
    });
    const ended = expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await until('it has asked twice', () => play.told.length >= 3);
    stop.abort();
    await ended;
    expect(token).toContain(put.request.path);
    expect(play.told).toEqual(['2', '3', '3']);
  });
});

/** What was recorded and did not come through. */
function missing(recorded: any, came: any): string[] {
  if (Array.isArray(recorded?.value)) {
    return recorded.value.flatMap((one: any, index: number) => missing(one, came.value[index]));
  }
  const flat = came?.properties === undefined && recorded?.properties !== undefined;
  const properties = flat ? came : came?.properties;
  return [
    ...Object.keys(recorded ?? {}).filter(
      key => key !== 'properties' && recorded[key] !== null && came?.[key] === undefined,
    ),
    ...Object.keys(recorded?.properties ?? {})
      .filter(key => recorded.properties[key] !== null && properties?.[key] === undefined)
      .map(key => `properties.${key}`),
  ];
}
