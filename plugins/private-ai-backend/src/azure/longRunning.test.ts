import { createArmClient } from './armClient';
import type { ArmClient } from './client';
import { anyCredential, reply, startHttps, type Received, type TestServer } from './httpsForTest';
import { until } from '../testing/until';

const group = '/subscriptions/s/resourceGroups/rg';
const id = `${group}/providers/Microsoft.CognitiveServices/accounts/aif`;
const made = { id, name: 'aif', type: 'account', properties: { provisioningState: 'Succeeded' } };
const creating = { ...made, properties: { provisioningState: 'Creating' } };

type Answer = 'reset' | 'hang' | [status: number, body?: unknown, headers?: Record<string, string>];

describe('the ArmClient, against a server that does as told', () => {
  let server: TestServer;
  let arm: ArmClient;
  /** By method, and `POLL` for the address of a long-running operation; the last one goes on. */
  let answers: Record<string, Answer[]>;
  const count: Record<string, number> = {};
  const signal = new AbortController().signal;
  const options = () => ({
    endpoint: server.endpoint,
    ca: server.ca,
    subscriptionId: 's',
    credential: anyCredential,
  });
  const begun = (headers: Record<string, string> = {}): Answer => [
    201,
    creating,
    { 'azure-asyncoperation': `${server.endpoint}${group}/operations/o?api-version=1`, ...headers },
  ];

  beforeAll(async () => {
    server = await startHttps((request: Received, response) => {
      const key = request.url.includes('/operations/') ? 'POLL' : request.method;
      count[key] = (count[key] ?? 0) + 1;
      const list = answers[key];
      const answer = (list.length > 1 ? list.shift() : list[0])!;
      if (answer === 'reset') response.socket!.destroy();
      else if (answer !== 'hang') reply(response, ...answer);
    });
    arm = createArmClient(options());
  });
  afterAll(() => server?.stop());
  beforeEach(() => Object.keys(count).forEach(key => delete count[key]));

  const put = (more: Partial<Parameters<ArmClient['put']>[3]> = {}) =>
    arm.put(id, '2025-06-01', {}, { signal, ...more });

  it('takes a synchronous answer as the state, without a look', async () => {
    // A managed identity's names itself: that is no operation to wait for.
    answers = { PUT: [[201, made, { location: id }]] };
    expect(await put()).toEqual({ created: true, resource: made });
    expect(count).toEqual({ PUT: 1 });
  });

  it('does not lose an operation for polls that fail in passing', async () => {
    const failures: Answer[] = ['reset', [503], [500], [429]];
    answers = {
      PUT: [begun()],
      POLL: [[200, { status: 'Creating' }], ...failures, [200, { status: 'Succeeded' }]],
      GET: [[200, made]],
    };
    const tokens: string[] = [];
    expect(await put({ onPoller: async token => void tokens.push(token) })).toEqual({
      created: true,
      resource: made,
    });
    expect(count).toEqual({ PUT: 1, POLL: 6, GET: 1 });
    expect(tokens).toHaveLength(1);
  });

  it('waits as long as Azure asks, after the first answer and after each poll', async () => {
    const [, , headers] = begun({ 'retry-after': '1' }) as [
      number,
      unknown,
      Record<string, string>,
    ];
    answers = {
      PUT: [[200, creating, headers]],
      POLL: [
        [200, { status: 'Creating' }, { 'retry-after': '1' }],
        [200, { status: 'Succeeded' }],
      ],
      GET: [[200, made]],
    };
    const since = performance.now();
    await put();
    expect(performance.now() - since).toBeGreaterThan(1990);
    // It was there before: that it says it is ready may be from before the write.
    expect(count).toEqual({ PUT: 1, POLL: 2, GET: 1 });
  });

  it('sees that what it makes is ready, while Azure asks not to be asked about the operation', async () => {
    const failed = { ...made, properties: { provisioningState: 'Failed' } };
    answers = {
      PUT: [begun({ 'retry-after': '3600' })],
      GET: [[404], [200, creating], [403], [200, failed], [200, made]],
    };
    // One that was never told to slow down: looks are for where reads are plentiful.
    const fresh = createArmClient(options());
    expect(await fresh.put(id, '1', {}, { signal })).toEqual({ created: true, resource: made });
    expect(count).toEqual({ PUT: 1, GET: 5 });
  });

  it('ends with the signal, in a wait of an hour and in a request that is never answered', async () => {
    for (const POLL of [[[200, {}]], ['hang']] as Answer[][]) {
      const hangs = POLL[0] === 'hang';
      answers = { PUT: [begun(hangs ? {} : { 'retry-after': '3600' })], GET: [[404]], POLL };
      const stop = new AbortController();
      let isBegun = false;
      const onPoller = async () => void (isBegun = true);
      const waiting = put({ signal: stop.signal, onPoller });
      const ended = expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
      // What comes after it, with nothing to be heard in between, is the wait.
      await until('it waits', () => (hangs ? count.POLL : isBegun));
      await new Promise(done => setTimeout(done, 100));
      stop.abort();
      await ended;
    }
  });

  it.each([404, 410])(
    'says that a look decides where Azure has forgotten the operation: %i',
    async status => {
      answers = { PUT: [begun()], POLL: [[status]] };
      const gone = {
        name: 'AzureError',
        code: 'OperationGone',
        transient: true,
        message: expect.stringContaining('A look at the resource decides'),
      };
      let token = '';
      await expect(put({ onPoller: async value => void (token = value) })).rejects.toMatchObject(
        gone,
      );
      await expect(put({ resumeFrom: token })).rejects.toMatchObject(gone);
      await expect(put({ resumeFrom: '{"broken' })).rejects.toMatchObject(gone);
      answers = { DELETE: [[202, null, begun()[2] as Record<string, string>]], POLL: [[status]] };
      await expect(arm.remove(id, '1', { signal })).rejects.toMatchObject(gone);
    },
  );

  it('sends its token to no other host, whatever an answer or a kept token says', async () => {
    const foreign = await startHttps((_, response) => reply(response, 200, made));
    const at = { 'azure-asyncoperation': `${foreign.endpoint}${group}/operations/o` };
    const refused = {
      code: 'ForeignAddress',
      message: expect.stringContaining('is not sent there'),
    };
    try {
      let token = '';
      answers = { PUT: [[201, creating, at]] };
      await expect(put({ onPoller: async value => void (token = value) })).rejects.toMatchObject(
        refused,
      );
      expect(token).toContain(foreign.endpoint);
      await expect(put({ resumeFrom: token })).rejects.toMatchObject({ code: 'OperationGone' });
      answers = { GET: [[200, { value: [], nextLink: `${foreign.endpoint}${group}?page=2` }]] };
      await expect(arm.list(group, '1', { signal })).rejects.toMatchObject(refused);
      answers = { DELETE: [[202, null, { location: at['azure-asyncoperation'] }]] };
      await expect(arm.remove(id, '1', { signal })).rejects.toMatchObject(refused);
      expect(foreign.received).toEqual([]);
    } finally {
      await foreign.stop();
    }
  });

  it('says that it is made where only its first look is too early', async () => {
    answers = { PUT: [begun()], POLL: [[200, { status: 'Succeeded' }]], GET: [[404]] };
    expect(await put()).toEqual({ created: true, resource: undefined });
  });

  it('says why an operation failed, from within', async () => {
    const error = {
      code: 'OperationFailed',
      message: 'It failed.',
      details: [
        {
          code: 'Conflict',
          message: 'Outer.',
          innererror: { code: 'InsufficientQuota', message: 'Only 3 left.' },
        },
      ],
    };
    const headers = { 'x-ms-correlation-request-id': 'c-1' };
    answers = { PUT: [begun()], POLL: [[200, { status: 'Failed', error }, headers]] };
    await expect(put()).rejects.toMatchObject({
      code: 'InsufficientQuota',
      final: true,
      correlationId: 'c-1',
      message: expect.stringMatching(
        /too little quota.*Azure said: Only 3 left \(InsufficientQuota\)/,
      ),
    });
    answers = { PUT: [begun()], POLL: [[200, { status: 'Canceled' }]] };
    await expect(put()).rejects.toMatchObject({ code: 'OperationCanceled', transient: true });
    answers = { PUT: [[201, { ...made, properties: { provisioningState: 'Failed' } }]] };
    await expect(put()).rejects.toMatchObject({ code: 'OperationFailed', final: true });
  });

  it('keeps what its caller throws while keeping the token', async () => {
    answers = { PUT: [begun()] };
    const lost = new Error('The lease is lost.');
    await expect(put({ onPoller: () => Promise.reject(lost) })).rejects.toBe(lost);
  });

  it('deletes, also where the answer’s body is null, and goes on with it', async () => {
    const headers = begun()[2] as Record<string, string>;
    const stop = new AbortController();
    let token = '';
    answers = { DELETE: [[202, null, headers]], POLL: [[202, { status: 'Deleting' }]] };
    const cut = arm.remove(id, '1', {
      signal: stop.signal,
      onPoller: async value => {
        token = value;
        stop.abort();
      },
    });
    await expect(cut).rejects.toMatchObject({ name: 'AbortError' });
    answers = {
      POLL: [
        [202, { status: 'Deleting' }, headers],
        [200, { status: 'Succeeded' }],
      ],
    };
    await arm.remove(id, '1', { signal, resumeFrom: token });
    expect(count).toEqual({ DELETE: 1, POLL: 2 });
  });

  it('repeats a read twice, and never a write', async () => {
    answers = { GET: [[503], 'reset', [200, made]] };
    expect(await arm.get(id, '1')).toEqual(made);
    expect(count).toEqual({ GET: 3 });
    for (const PUT of [
      [[503]],
      ['reset'],
      [[429, undefined, { 'retry-after': '0' }]],
    ] as Answer[][]) {
      answers = { PUT };
      count.PUT = 0;
      await expect(put()).rejects.toMatchObject({ transient: true });
      expect(count.PUT).toBe(1);
    }
    // What asks for patience is for the caller, who can say so.
    answers = { GET: [[429, undefined, { 'retry-after': '30' }]] };
    count.GET = 0;
    const refused = arm.get(`${group}/providers/Microsoft.Other/things/t`, '1');
    await expect(refused).rejects.toMatchObject({ status: 429, retryAfterSeconds: 30 });
    expect(count.GET).toBe(1);
  });
});
