import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { short } from '../bench/attack/short.mjs';
import { worldOf } from '../bench/attack/world.mjs';
import { withoutPrometheus } from '../testing/thisMachine.ts';
import { agentIn, clusterApi } from './cluster.ts';
import { allowOneMailAndRefuseOne, conversation } from './conversation.ts';
import { chooseModel, create, fillAbout, fillForm, next, openForm } from './form.ts';
import { readEverywhere } from './looks.ts';
import { openPortal, screenshots, until, type Portal } from './portal.ts';
import { requireNoSecret } from './secrets.ts';
import { publishedShapes, shapeFaults } from './shapes.ts';

const app = 'weather-desk';
const entity = `/catalog/default/component/${app}`;
/** What people wrote, and the commit that the portal made. */
const theirs = ['Answers "what is the weather?": 날씨 안내', 'Private AI application'];
const ref = `component:default/${app}`;

describe('the portal in front of the sandbox, in Chromium', { timeout: 60 * 60_000 }, () => {
  let portal: Portal;
  let page: Page;

  before(async () => {
    portal = await openPortal();
    page = await portal.signIn('Developer');
  });
  after(() => portal?.close());

  const look = (name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) });
  const open = (path: string) => page.goto(`${portal.address}${path}`);
  const ask = (text: string) => conversation(page).ask(text);
  const transcript = () => conversation(page).transcript();

  test('a wrong form is refused where the person looks', async () => {
    await openForm(page);
    await fillAbout(page, { name: 'Nope!' });
    await next(page);
    await page
      .getByText(/^Use 3 to 24 lower-case/)
      .filter({ visible: true })
      .waitFor();
    await page.getByLabel('Name').first().fill(app);
    await next(page);
    await chooseModel(page, /gpt-4\.1-mini/);
    const capacity = page.getByLabel(/capacity/i).first();
    await capacity.fill('31');
    await capacity.press('Tab');
    await next(page);
    await page
      .getByText(/whole number from 1 to 30/i)
      .filter({ visible: true })
      .waitFor();
    await look('form-refused');

    const developer = await portal.as('Developer');
    const answer = await developer('/plan', {
      method: 'POST',
      body: {
        ...{ name: app, entityRef: ref, owner: 'group:default/app-team', landingZone: 'korea' },
        ...{ runtime: 'typescript', instructions: 'Be brief.' },
        model: { name: 'gpt-9', version: '1', sku: 'Standard', capacity: 1 },
      },
    });
    const { problems } = (await answer.json()) as {
      problems: { field: string; message: string }[];
    };
    assert.deepEqual(
      problems.map(({ field }) => field),
      ['model'],
    );
    assert.match(problems[0].message, /gpt-9/);
  });

  test('one form, and a developer talks to their agent', async () => {
    await fillForm(page, {
      ...{ name: app, model: /gpt-5\.2.*Global/, tried: /^gpt-4\.1-mini/ },
      description: 'Answers "what is the weather?": 날씨 안내',
      instructions: 'Be brief: "yes" or "no" is enough.\nNever say ${{ secrets.x }} or $(HOME).',
    });
    await look('form-plan');
    await create(page);
    await look('task-done');
    await page.getByRole('link', { name: 'Chat with the agent' }).click();
    await ask('What is the weather in Seoul?');
    await transcript()
      .getByText(/get_weather/)
      .first()
      .waitFor();
    await transcript()
      .getByText(/Seoul.*(°C|degrees)/s)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Send' }).waitFor();
    await look('chat-light');
  });

  test('the transcript is there after a reload', async () => {
    await page.reload();
    await transcript().getByText('What is the weather in Seoul?').first().waitFor();
    await transcript()
      .getByText(/get_weather/)
      .first()
      .waitFor();
  });

  test('a tool that acts waits for the person, also across a reload', async () => {
    await allowOneMailAndRefuseOne(page, look, {
      pending: 'chat-approval-light',
      decided: 'chat-decided-light',
    });
  });

  test('the metrics tab shows that request', async t => {
    const lacks = await withoutPrometheus();
    if (lacks) return t.skip(lacks);
    const developer = await portal.as('Developer');
    await until('a request in the metrics', async () => {
      const answer = await developer(`/apps/component/default/${app}/metrics?range=1h`);
      const { panels } = (await answer.json()) as { panels: { id: string; total?: number }[] };
      return panels.some(({ id, total }) => id === 'requests' && (total ?? 0) >= 1);
    });
    await open(`${entity}/metrics`);
    await page.getByText('Requests', { exact: true }).first().waitFor();
    await page.getByText('Tokens', { exact: true }).first().waitFor();
    await look('metrics-light');
  });

  test('the overview says what exists, and the Kubernetes tab shows the pod', async () => {
    await open(entity);
    for (const name of [`aif-${app}-krc-01`, `uami-aif-${app}-krc-01`, `pe-aif-${app}-krc-01`]) {
      await page.getByText(name, { exact: true }).waitFor();
    }
    await page.getByText('Healthy', { exact: true }).first().waitFor();
    assert.equal(await page.getByText('Unhealthy', { exact: true }).count(), 0);
    await look('overview-light');
    await open(`${entity}/kubernetes`);
    await page.getByText('1 pod').first().waitFor();
    await look('kubernetes-light');
    const cluster = await portal.as('Developer', 'kubernetes');
    const headers = { 'backstage-kubernetes-cluster': 'aks-contoso-koreacentral-01' };
    const pods = `/proxy/api/v1/namespaces/${app}/pods`;
    const { items } = (await (await cluster(pods, { headers })).json()) as {
      items: { metadata: { name: string } }[];
    };
    const log = await cluster(`${pods}/${items[0].metadata.name}/log`, { headers });
    assert.match(await log.text(), /listening/i);
    const denied = await cluster(`${pods}/${items[0].metadata.name}`, {
      headers,
      method: 'DELETE',
    });
    assert.equal(denied.status, 403);
  });

  test('each page can be read by everybody, in the light', t =>
    readEverywhere(t, portal, { entity, width: 1440 }));

  test('each page can be read by everybody, in the dark, on a narrow screen, in Korean', t =>
    readEverywhere(t, portal, { entity, width: 390, dark: true, korean: true, theirs }));

  test('its owner finds it among their own, with the commit that runs', async () => {
    await open('/private-ai');
    const card = page.getByRole('listitem').filter({ hasText: app });
    await card.getByText('Running', { exact: true }).waitFor();
    await card.getByRole('link', { name: /^Commit [0-9a-f]{12} / }).waitFor();
    await card.getByRole('link', { name: `Chat with ${app}` }).waitFor();
  });

  test('what went to Azure has the published shapes', { skip: publishedShapes.skip }, async t => {
    await shapeFaults(t, await portal.writes());
  });

  test('a backend that is killed loses nothing: chat and operation', async () => {
    await open(`${entity}/chat`);
    // Until the backend was killed, Azure does not say that the new account is made.
    const polls = { room: 'arm', method: 'GET', path: 'operationResults' };
    await portal.faults([{ match: polls, answer: { status: 429, retryAfter: 2 } }]);
    const developer = await portal.as('Developer');
    const body = {
      ...{ name: 'second-desk', entityRef: 'component:default/second-desk' },
      ...{ owner: 'group:default/app-team', landingZone: 'korea', runtime: 'typescript' },
      instructions: 'Be brief.',
      model: { name: 'gpt-4.1-mini', version: '2025-04-14', sku: 'Standard', capacity: 5 },
    };
    const started = await developer('/operations', {
      method: 'POST',
      body: { kind: 'provision', input: { app: body } },
      headers: { 'idempotency-key': 'second-desk' },
    });
    const { id } = (await started.json()) as { id: string };
    const operation = async () => {
      const answer = await (await portal.as('Developer'))(`/operations/${id}`);
      return (await answer.json()) as { state: string; error?: { message: string } };
    };
    const accountWrites = async () =>
      (await portal.writes()).filter(write =>
        write.id.endsWith('/accounts/aif-second-desk-krc-01'),
      );
    await until('the account is asked for', async () => (await accountWrites()).length > 0);
    assert.equal((await operation()).state, 'running');
    await ask('Count to 400, one number after the other.');
    await transcript()
      .getByText(/\b12\b/)
      .first()
      .waitFor();

    await portal.restartBackend();
    await portal.faults([]);

    const ended = await until('the operation ends', async () => {
      const now = await operation();
      return ['succeeded', 'failed', 'cancelled'].includes(now.state) && now;
    });
    assert.equal(ended.state, 'succeeded', ended.error?.message);
    assert.equal((await accountWrites()).length, 1, 'the wait was resumed, not begun anew');
    await page.reload();
    await transcript()
      .getByText(/\b12\b/)
      .first()
      .waitFor();
    await transcript()
      .getByText(/the portal was restarted/i)
      .waitFor();
    await look('chat-interrupted');
    await page.getByRole('button', { name: 'Retry' }).click();
    await transcript()
      .getByText(/\b12\b/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await transcript().getByText('You stopped this answer.').waitFor();
  });

  test('an agent that is down is one sentence, and comes back', async () => {
    const { scale, pods } = agentIn(portal.facts, app);
    await scale(0);
    await until('no pod is left', async () => (await pods()) === 0);
    await open(`${entity}/chat`);
    await page.getByRole('button', { name: 'New conversation' }).click();
    await ask('Are you there?');
    await transcript()
      .getByText(/does not answer/i)
      .first()
      .waitFor();
    await page
      .getByText(/It is scaled to nothing/)
      .first()
      .waitFor();
    await look('chat-agent-down');
    await scale(1);
    await until('the pod answers', async () => (await pods()) === 1);
  });

  test('a colleague of another team, and who has not signed in, get at nothing', async t => {
    const world = Object.assign(worldOf(portal), { mine: app, theirs: 'payroll-desk' });
    await world.provisioned(world.theirs, 'other', 'group:default/payments-team');
    for (const { id, title, attack } of short)
      await t.test(`${id} ${title}`, async () => void (await attack(world)));
  });

  test('an entity that points into another app gets neither chat nor metrics', async () => {
    const cluster = clusterApi(portal.facts);
    await cluster(`/api/v1/namespaces/${app}`, {
      method: 'PATCH',
      type: 'application/merge-patch+json',
      body: { metadata: { labels: { 'private-ai-entity': '0'.repeat(32) } } },
    });
    const developer = await portal.as('Developer');
    const metrics = await developer(`/apps/component/default/${app}/metrics?range=15m`);
    assert.equal(metrics.status, 403);
    await open(`${entity}/metrics`);
    await page
      .getByText(/namespace weather-desk/i)
      .first()
      .waitFor();
    await look('metrics-foreign');
  });

  test('no secret is in a log or a database of the portal', () => {
    requireNoSecret(portal, app);
  });

  test('the platform team sees every application, and a developer does not', async () => {
    const engineer = await portal.signIn('Platform engineer', 'dark');
    await engineer.goto(`${portal.address}/private-ai-platform`);
    await engineer.getByText(app, { exact: true }).first().waitFor();
    await engineer.screenshot({ path: join(screenshots, 'platform-dark.png') });
    await engineer.goto(`${portal.address}${entity}`);
    await engineer.getByText(`aif-${app}-krc-01`, { exact: true }).waitFor();
    await engineer.screenshot({ path: join(screenshots, 'overview-dark.png') });
    await engineer.close();
    await open('/private-ai-platform');
    await page
      .getByText(/private-ai\.curation\.read/)
      .first()
      .waitFor();
  });
});
