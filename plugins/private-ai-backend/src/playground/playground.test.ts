import { mockServices } from '@backstage/backend-test-utils';
import { readSse, trialLimits, type TrialEvent } from '@private-ai/plugin-private-ai-common';
import { azureFor } from '../azure/azureFor';
import { startLocalAzure, type LocalAzure } from '../testing/localAzure';
import { portal } from '../testing/portal';
import { until } from '../testing/until';
import { createPlaygroundRouter } from './router';

const gpt5 = { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard' };
const mini = { name: 'gpt-4.1-mini', version: '2025-04-14', sku: 'Standard' };
const trial = {
  landingZone: 'korea',
  instructions: 'Answer in English, briefly.',
  question: 'Where is the gate?',
  models: [gpt5, mini],
};
const account =
  'rg-landing-zone/providers/Microsoft.CognitiveServices/accounts/aif-contoso-krc-01-playground';

let azure: LocalAzure;
let rooms: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  azure = await startLocalAzure();
});
afterAll(() => azure.stop());
beforeEach(async () => {
  rooms = await open();
});
afterEach(() => rooms.close());

const logged: string[] = [];
const open = (zone = azure.zone) => {
  const logger = mockServices.logger.mock({ warn: message => void logged.push(message) });
  const { ca } = azure;
  return portal(
    ({ access, auditor }) =>
      createPlaygroundRouter({
        ...{ access, auditor, logger, ca, zones: [zone] },
        azureFor: one => azureFor(one, { ca }),
      }),
    { allows: about => about === 'korea' },
  );
};

async function ask(body: object, more: Parameters<typeof rooms.ask>[1] = {}) {
  const response = await rooms.ask('/playground', { body, ...more });
  if (!response.ok) {
    const { error } = (await response.json()) as { error: { message: string; sentence?: object } };
    return { status: response.status, error, headers: response.headers, events: [] };
  }
  const events: TrialEvent[] = [];
  for await (const { data } of readSse(response.body!)) events.push(JSON.parse(data));
  return { status: response.status, events };
}

const faults = (rules: object[]) =>
  fetch(`${azure.admin}/faults`, { method: 'PUT', body: JSON.stringify(rules) });
const drop = async (end: string) => {
  const resources = (await (await fetch(`${azure.admin}/arm/resources`)).json()) as {
    id: string;
  }[];
  const { id } = resources.find(one => one.id.includes(end))!;
  await fetch(`${azure.admin}/arm/resources?${new URLSearchParams({ id })}`, { method: 'DELETE' });
};
/** What a single model was refused with. */
async function sentenceOf(models = [mini]) {
  const { events } = await ask({ ...trial, models });
  const last = events.at(-1);
  return last?.type === 'failed' ? last.sentence : last;
}

describe('the playground, in front of the sandbox', () => {
  afterEach(() => faults([]));

  it('asks models side by side, tells of each as it comes, and what that took', async () => {
    const { events } = await ask(trial);
    for (const model of [0, 1]) {
      const own = events.filter(event => event.model === model);
      const text = own.map(event => (event.type === 'text' ? event.text : '')).join('');
      expect(text).toMatch(/You said: "Where is the gate\?".*My instructions are in English/);
      expect(own.at(-1)).toEqual({
        ...{ model, type: 'end', firstMs: expect.any(Number), totalMs: expect.any(Number) },
        tokens: { input: expect.any(Number), output: expect.any(Number) },
      });
    }
    const order = events.map(({ model }) => model);
    expect(order.lastIndexOf(0)).toBeGreaterThan(order.indexOf(1));
    expect(order.lastIndexOf(1)).toBeGreaterThan(order.indexOf(0));
  });

  it('tells the auditor who asked which models and how much it was, and nobody the words', async () => {
    const before = logged.length;
    await ask(trial);
    const [initiated, succeeded] = rooms.told;
    expect(initiated).toMatchObject({
      eventId: 'playground-trial',
      meta: { landingZone: 'korea', models: ['gpt-5.2', 'gpt-4.1-mini'] },
    });
    expect(succeeded).toMatchObject({ meta: { answered: 2, refused: 0 } });
    expect(JSON.stringify(rooms.told)).not.toMatch(/gate|briefly/);
    expect(logged.slice(before)).toEqual([]);
  });

  it('is for who may create in that landing zone, and for models that it has for trying', async () => {
    expect(await ask({ ...trial, landingZone: 'sweden' })).toMatchObject({ status: 403 });
    const other = { ...gpt5, sku: 'DataZoneStandard' };
    expect(await ask({ ...trial, models: [other] })).toMatchObject({
      status: 400,
      error: { sentence: { code: 'trial-not-offered' } },
    });
    rooms.close();
    rooms = await open({ ...azure.zone, playground: undefined });
    expect(await ask(trial)).toMatchObject({ status: 404 });
  });

  it.each([
    ['instructions', 'x'.repeat(8001)],
    ['question', 'x'.repeat(trialLimits.question + 1)],
    ['question', '  '],
    ['models', []],
    ['models', [mini, mini]],
    ['models', [mini, gpt5, mini, gpt5]],
  ])('takes no more of %s than there is room for', async (field, value) => {
    const { status, error } = await ask({ ...trial, [field]: value });
    expect([status, error?.message]).toEqual([400, expect.stringContaining(field)]);
  });

  it.each([
    ['throttled', { code: 'trial-throttled', parameters: { seconds: '7' } }],
    ['filtered', { code: 'trial-filtered', parameters: {} }],
    ['failed', { code: 'trial-failed', parameters: { status: '500' } }],
  ])('says in a sentence of its own that the model is %s', async (fault, sentence) => {
    await fetch(`${azure.admin}/faults/rooms`, {
      method: 'PUT',
      body: JSON.stringify({ room: 'model', fault }),
    });
    expect(await sentenceOf()).toEqual(sentence);
    expect(logged.at(-1)).toContain(sentence.code);
  });

  it('says that nothing is reached, and that nobody answers where the account should be', async () => {
    await faults([{ match: { room: 'model' }, answer: { reset: true } }]);
    expect(await sentenceOf()).toMatchObject({ code: 'trial-unreachable' });
    await faults([]);
    rooms.close();
    const endpoint = azure.zone.playground!.endpoint.replace('-playground.', '-elsewhere.');
    rooms = await open({ ...azure.zone, playground: { ...azure.zone.playground!, endpoint } });
    expect(await sentenceOf()).toMatchObject({ code: 'trial-no-account' });
  });

  it('stops with its reader, who may then ask again, and takes two at once of one person', async () => {
    await faults([{ match: { room: 'model' }, answer: { hang: true } }]);
    const leaving = new AbortController();
    const left = [0, 1].map(() => ask(trial, { signal: leaving.signal }).catch(() => 'left'));
    await until('both are under way', async () => rooms.told.length === 2);
    expect(await ask(trial)).toMatchObject({
      status: 429,
      error: { sentence: { code: 'trial-open', parameters: { most: '2' } } },
    });
    leaving.abort();
    expect(await Promise.all(left)).toEqual(['left', 'left']);
    await until('both have ended', async () => rooms.told.length === 4);
    await faults([]);
    expect((await ask(trial)).events.at(-1)).toMatchObject({ type: 'end' });
  });

  it('lets nobody ask for ever, and says when to come back', async () => {
    await faults([{ match: { room: 'model' }, answer: { status: 500, code: 'x', message: 'no' } }]);
    const statuses: number[] = [];
    let refused;
    for (let index = 0; index < 20 && !refused; index++) {
      const answer = await ask({ ...trial, models: [mini] });
      statuses.push(answer.status);
      if (answer.status === 429) refused = answer;
    }
    expect(statuses.length).toBeGreaterThan(10);
    expect(refused).toMatchObject({ error: { sentence: { code: 'trial-often' } } });
    expect(Number(refused?.headers?.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask({ ...trial, models: [mini] }, { as: 'ben' })).status).toBe(200);
  });

  it('needs a deployment, a private endpoint and the role, and names what is missing', async () => {
    expect(await sentenceOf()).toMatchObject({ type: 'end' });
    await drop(`${account}/deployments/gpt-4.1-mini`);
    expect(await sentenceOf()).toEqual({
      code: 'trial-no-deployment',
      parameters: { deployment: 'gpt-4.1-mini' },
    });
    await drop(`${account}/providers/Microsoft.Authorization/roleAssignments`);
    expect(await sentenceOf([gpt5])).toEqual({ code: 'trial-no-role', parameters: {} });
    await drop('Microsoft.Network/privateEndpoints/pe-aif-contoso-krc-01-playground');
    expect(await sentenceOf([gpt5])).toEqual({ code: 'trial-no-network', parameters: {} });
  });
});
