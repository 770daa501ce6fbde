import { apiVersions } from './apiVersions';
import { createArmClient } from './armClient';
import type { ArmClient } from './client';
import { anyCredential, reply, startHttps, type TestServer } from './httpsForTest';
import { linkerId, linkersOf } from './serviceConnector';
import { createServiceLinker, type ServiceLinker } from './serviceLinker';
import { until } from '../testing/until';

const group = '/subscriptions/s/resourceGroups/rg';
const cluster = `${group}/providers/Microsoft.ContainerService/managedClusters/aks`;
const id = linkerId(cluster, 'weather_aif');
const version = apiVersions.serviceConnector;

type Answer = 'reset' | [status: number, body?: unknown, headers?: Record<string, string>];

describe('Service Connector’s own library, against a server that does as told', () => {
  let server: TestServer;
  let arm: ArmClient;
  let linkers: ServiceLinker;
  /** By method, and `POLL` for the address of a long-running operation; the last one goes on. */
  let answers: Record<string, Answer[]>;
  const count: Record<string, number> = {};
  const { signal } = new AbortController();
  const operation = () => ({
    'azure-asyncoperation': `${server.endpoint}${group}/operations/o?api-version=1`,
  });

  beforeAll(async () => {
    server = await startHttps((request, response) => {
      const key = request.url.includes('/operations/') ? 'POLL' : request.method;
      count[key] = (count[key] ?? 0) + 1;
      const list = answers[key];
      const answer = (list.length > 1 ? list.shift() : list[0])!;
      if (answer === 'reset') response.socket!.destroy();
      else reply(response, ...answer);
    });
    const { endpoint, ca } = server;
    const options = { endpoint, ca, subscriptionId: 's', credential: anyCredential };
    arm = createArmClient(options);
    linkers = createServiceLinker(options);
  });
  afterAll(() => server?.stop());
  beforeEach(() => {
    Object.keys(count).forEach(key => delete count[key]);
    server.received.length = 0;
  });

  /** What is told of a failure, and decides what comes of it. */
  const told = (ask: Promise<unknown>): Promise<object | string> =>
    ask.then(
      () => 'no failure',
      ({ name, message, code, status, transient, final, retryAfterSeconds, correlationId }) => ({
        ...{ name, message, code, status, transient, final },
        ...{ retryAfterSeconds, correlationId },
      }),
    );
  const error = (code: string, message: string) => ({ error: { code, message } });

  it.each<[string, Answer]>([
    ['no right', [403, error('AuthorizationFailed', 'The client does not have authorization.')]],
    ['a cluster that is gone', [404, error('ResourceGroupNotFound', 'No group rg.')]],
    ['another subscription', [404, error('SubscriptionNotFound', 'No subscription s.')]],
    ['a lock', [409, error('ScopeLocked', 'It is locked.')]],
    ['a wish to slow down', [429, error('TooManyRequests', 'Slow.'), { 'retry-after': '1' }]],
    ['a disturbance', [503, error('ServiceUnavailable', 'Later.'), { 'retry-after': '1' }]],
    ['a page that is no JSON', [502, undefined, { 'content-type': 'text/html' }]],
    ['no answer', 'reset'],
  ])(
    'fails with the words of the ArmClient: %s',
    async (_, answer) => {
      const traced: Answer =
        answer === 'reset'
          ? answer
          : [answer[0], answer[1], { ...answer[2], 'x-ms-correlation-request-id': 'c-1' }];
      answers = { GET: [traced], DELETE: [traced] };
      const [got, listed, removed, ...theirs] = await Promise.all(
        [
          linkers.get(id),
          linkers.list(cluster),
          linkers.remove(id, { signal }),
          arm.get(id, version),
          arm.list(linkersOf(cluster), version),
          arm.remove(id, version, { signal }),
        ].map(told),
      );
      expect([got, listed, removed]).toEqual(theirs);
      expect(listed).toMatchObject({ name: 'AzureError' });
    },
    60_000,
  );

  it('fails with the words of the ArmClient where a removal ends badly', async () => {
    for (const last of [
      { status: 'Failed', ...error('ClusterNotReady', 'The cluster is not in Succeeded.') },
      { status: 'Failed' },
      { status: 'Canceled' },
    ]) {
      answers = { DELETE: [[202, null, operation()]], POLL: [[200, last]] };
      const mine = await told(linkers.remove(id, { signal }));
      expect(mine).toMatchObject({ name: 'AzureError' });
      expect(mine).toEqual(await told(arm.remove(id, version, { signal })));
    }
  });

  it('reads every page, and connections of kinds that it does not know', async () => {
    const one = (name: string, properties: object) => ({
      id: `${linkersOf(cluster)}/${name}`,
      name,
      properties,
    });
    const known = {
      targetService: { type: 'AzureResource', id: '/account', resourceProperties: null },
      authInfo: { authType: 'userAssignedIdentity', clientId: 'c', subscriptionId: 's' },
      scope: 'weather',
      secretStore: { keyVaultId: null },
    };
    const unknown = {
      targetService: { type: 'FabricPlatform', endpoint: 'https://fabric.example' },
      authInfo: { authType: 'userAccount', userName: 'ann' },
      scope: 'other',
    };
    const bare = { targetService: null, authInfo: null, scope: null };
    answers = {
      GET: [
        [
          200,
          { value: [one('a', known)], nextLink: `${server.endpoint}${linkersOf(cluster)}?page=2` },
        ],
        [200, { value: [one('b', unknown), one('c', bare)], nextLink: null }],
      ],
    };
    expect(await linkers.list(cluster)).toMatchObject([
      {
        id: `${linkersOf(cluster)}/a`,
        name: 'a',
        scope: 'weather',
        targetService: { id: '/account' },
        authInfo: { clientId: 'c' },
      },
      { name: 'b', scope: 'other' },
      { name: 'c' },
    ]);
    expect(count).toEqual({ GET: 2 });
    expect(server.received[0].url.split('?')[0]).toBe(linkersOf(cluster));
  });

  it('removes resumably, over polls that fail in passing, and what is not there', async () => {
    const stop = new AbortController();
    let token = '';
    answers = { DELETE: [[202, null, operation()]], POLL: [[202, { status: 'Deleting' }]] };
    const keep = async (value: string) => {
      token = value;
      stop.abort();
    };
    await expect(linkers.remove(id, { signal: stop.signal, onPoller: keep })).rejects.toMatchObject(
      { name: 'AbortError' },
    );
    answers = {
      POLL: [[503], [503], [503], [202, { status: 'Deleting' }], [200, { status: 'Succeeded' }]],
    };
    await linkers.remove(id, { signal, resumeFrom: token });
    expect(count).toEqual({ DELETE: 1, POLL: 6 });
    for (const status of [204, 404]) {
      answers = {
        DELETE: [[status, status === 404 ? error('ResourceNotFound', 'No.') : undefined]],
      };
      await linkers.remove(id, { signal });
    }
    answers = { GET: [[404, error('ResourceNotFound', 'No.')]] };
    expect(await linkers.get(id)).toBeUndefined();
  });

  it('ends with the signal, in a wait of an hour', async () => {
    answers = {
      DELETE: [[202, null, { ...operation(), 'retry-after': '3600' }]],
      POLL: [[202, { status: 'Deleting' }]],
    };
    const stop = new AbortController();
    let isBegun = false;
    const onPoller = async () => void (isBegun = true);
    const waiting = linkers.remove(id, { signal: stop.signal, onPoller });
    const ended = expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    // What comes after it, with nothing to be heard in between, is the wait.
    await until('it waits', () => isBegun);
    await new Promise(done => setTimeout(done, 100));
    stop.abort();
    await ended;
  });

  it('lets a look decide where a kept token leads nowhere, and sends its own nowhere else', async () => {
    const gone = { name: 'AzureError', code: 'OperationGone', transient: true };
    for (const resumeFrom of ['{"broken', '{}', 'null'])
      await expect(linkers.remove(id, { signal, resumeFrom })).rejects.toMatchObject(gone);
    const foreign = await startHttps((_, response) => reply(response, 200));
    const at = { 'azure-asyncoperation': `${foreign.endpoint}${group}/operations/o` };
    try {
      let token = '';
      answers = { DELETE: [[202, null, at]] };
      const begun = linkers.remove(id, { signal, onPoller: async value => void (token = value) });
      await expect(begun).rejects.toMatchObject({ code: 'ForeignAddress' });
      await expect(linkers.remove(id, { signal, resumeFrom: token })).rejects.toMatchObject(gone);
      answers = { GET: [[200, { value: [], nextLink: `${foreign.endpoint}${group}?page=2` }]] };
      await expect(linkers.list(cluster)).rejects.toMatchObject({ code: 'ForeignAddress' });
      expect(foreign.received).toEqual([]);
    } finally {
      await foreign.stop();
    }
  });

  it('goes on with what the portal began through another library before it was brought up to date', async () => {
    let token = '';
    const stop = new AbortController();
    answers = { DELETE: [[202, null, operation()]], POLL: [[202, { status: 'Deleting' }]] };
    const begun = arm.remove(id, version, {
      signal: stop.signal,
      onPoller: async value => {
        token = value;
        stop.abort();
      },
    });
    await expect(begun).rejects.toMatchObject({ name: 'AbortError' });
    answers = { DELETE: [[202, null, operation()]], POLL: [[200, { status: 'Succeeded' }]] };
    await linkers.remove(id, { signal, resumeFrom: token });
  });
});
