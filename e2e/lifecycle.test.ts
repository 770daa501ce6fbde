import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { clusterApi } from './cluster.ts';
import { conversation } from './conversation.ts';
import { startCuttingProxy } from '../testing/cuttingProxy.ts';
import { chooseModel, create, fillForm, next } from './form.ts';
import { openPortal, screenshots, until, type Portal } from './portal.ts';
import { publishedShapes, shapeFaults } from './shapes.ts';
import { unarchive } from './unarchive.ts';

const app = 'travel-desk';
const entity = `/catalog/default/component/${app}`;
const ref = `component:default/${app}`;
const account = `accounts/aif-${app}-krc-01`;

describe('an application is changed and retired, in Chromium', { timeout: 60 * 60_000 }, () => {
  let portal: Portal;
  let page: Page;

  before(async () => {
    portal = await openPortal();
    page = await portal.signIn('Developer');
    await fillForm(page, { name: app, instructions: 'You are a travel desk.' });
    await create(page);
  });
  after(() => portal?.close());

  const look = (name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) });
  const open = (path: string) => page.goto(`${portal.address}${path}`);
  const resources = async () =>
    (await (await fetch(`${portal.facts.admin}/arm/resources`)).json()) as {
      id: string;
      name: string;
      tags?: Record<string, string>;
    }[];
  const deployments = async () =>
    (await resources())
      .filter(({ id }) => id.includes(`/${account}/deployments/`))
      .map(({ name }) => name);
  const operations = async (kind: string) => {
    const answer = await (await portal.as('Developer'))(`/operations?entityRef=${ref}`);
    const { items } = (await answer.json()) as {
      items: { id: string; kind: string; state: string; error?: { message: string } }[];
    };
    return items.filter(one => one.kind === kind);
  };

  test('asked again for what is there, it writes nothing', async () => {
    const before = (await portal.writes()).length;
    const developer = await portal.as('Developer');
    const overview = await developer(`/apps/component/default/${app}`);
    const { request } = (await overview.json()) as { request: object };
    const body = { kind: 'provision', input: { app: request } };
    const started = await developer('/operations', { method: 'POST', body });
    assert.equal(started.status, 201, await started.clone().text());
    await until('it ends', async () =>
      (await operations('provision')).every(({ state }) => state === 'succeeded'),
    );
    assert.equal((await portal.writes()).length, before);
  });

  test('Change opens the form filled in, shows what differs, and switches the agent', async () => {
    await open(entity);
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    await page.getByText('You are a travel desk.').waitFor();
    await look('change-form');
    await chooseModel(page, /gpt-5\.2 .*Global/);
    await page
      .getByLabel(/instructions/i)
      .first()
      .fill('You are a travel desk. Answer in haiku.');
    await next(page);
    await page.getByRole('table').getByText('gpt-5.2').first().waitFor();
    await look('change-plan');
    assert.match(await page.getByRole('table').innerText(), /gpt-4\.1-mini/);
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await page.getByRole('button', { name: 'Change', exact: true }).last().click();
    await page.getByRole('link', { name: 'Open the app' }).waitFor({ timeout: 900_000 });
    await look('change-done');
    assert.deepEqual(await deployments(), ['gpt-5.2']);
    const { body: config } = await clusterApi(portal.facts)<{ data: Record<string, string> }>(
      `/api/v1/namespaces/${app}/configmaps/${app}-agent`,
    );
    assert.equal(config.data.AGENT_INSTRUCTIONS, 'You are a travel desk. Answer in haiku.');
    await open(entity);
    await page.getByText('Healthy', { exact: true }).first().waitFor();
    await page
      .getByText(/gpt-5\.2/)
      .first()
      .waitFor();
  });

  /** Every number of the answer once, in its order. */
  async function counts(talk: ReturnType<typeof conversation>, to: number) {
    await talk.says(new RegExp(`\\b${to - 1}, ${to}\\b`));
    await talk.ended();
    const answer = await talk.transcript().getByRole('article').last().innerText();
    // Below it stands what it has cost.
    const [said = ''] = /\b1, 2, [\d, ]*/.exec(answer) ?? [];
    assert.deepEqual(
      said.split(',').map(Number),
      Array.from({ length: to }, (_, index) => index + 1),
    );
  }

  test('an answer is whole behind a connection that was away for ten seconds, and one that is cut every two', async () => {
    const { port } = new URL(portal.backend);
    const proxy = await startCuttingProxy(Number(port));
    const browser = await launchChromium([
      `--host-resolver-rules=MAP localhost:${port} 127.0.0.1:${proxy.port}`,
    ]);
    try {
      const behind = await portal.signIn('Developer', 'light', browser);
      await behind.goto(`${portal.address}${entity}/chat`);
      const talk = conversation(behind);
      await talk.ask('Count to 700.');
      await talk.says(/\b12\b/);
      proxy.leave();
      await behind.getByText(/connection is lost/i).waitFor();
      await behind.waitForTimeout(10_000);
      proxy.comeBack();
      await counts(talk, 700);

      await talk.ask('Count to 600.');
      await talk.says(/\b12\b/);
      proxy.cutEvery(2000);
      await counts(talk, 600);
      assert.ok(proxy.cuts() > 1, 'it was cut');
    } finally {
      await browser.close();
      proxy.stop();
    }
  });

  test('the whole backend is killed again and again, and nothing is lost or made twice', async () => {
    const admin = (path: string, body: object) =>
      fetch(`${portal.facts.admin}${path}`, { method: 'PUT', body: JSON.stringify(body) });
    // A tenth of Azure's own time: there is something to be killed in.
    await admin('/timing', { scale: 0.1 });
    const name = 'night-desk';
    const entityRef = `component:default/${name}`;
    const start = async (kind: string, input: object) => {
      const developer = await portal.as('Developer');
      const answer = await developer('/operations', { method: 'POST', body: { kind, input } });
      assert.equal(answer.status, 201, await answer.clone().text());
      return ((await answer.json()) as { id: string }).id;
    };
    const ended = (id: string) =>
      until(`the operation ${id} ends`, async () => {
        const answer = await (await portal.as('Developer'))(`/operations/${id}`);
        const now = (await answer.json()) as { state: string; error?: { message: string } };
        return ['succeeded', 'failed', 'cancelled'].includes(now.state) && now;
      });
    const putsOf = async (part: string) =>
      (await portal.writes()).filter(({ id }) => id.includes(name) && id.includes(part));
    const there = async () =>
      (await resources()).filter(({ id }) => id.replaceAll('_', '-').includes(name));

    const provision = await start('provision', {
      app: {
        ...{ name, entityRef, owner: 'group:default/app-team', landingZone: 'korea' },
        ...{ runtime: 'typescript', instructions: 'Be awake.' },
        model: { name: 'gpt-4.1-mini', version: '2025-04-14', sku: 'Standard', capacity: 3 },
      },
    });
    for (const part of ['/accounts/', '/privateEndpoints/']) {
      await until(`a PUT of ${part}`, async () => (await putsOf(part)).length > 0);
      await portal.restartBackend();
    }
    const made = await ended(provision);
    assert.equal(made.state, 'succeeded', made.error?.message);
    const ids = (await portal.writes()).map(({ id }) => id).filter(id => id.includes(name));
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) < index),
      [],
      'written twice',
    );

    const before = (await there()).length;
    const retire = await start('retire', { entityRef, landingZone: 'korea' });
    await until('something is gone', async () => (await there()).length < before);
    await portal.restartBackend();
    const gone = await ended(retire);
    assert.equal(gone.state, 'succeeded', gone.error?.message);
    assert.deepEqual(
      (await there()).map(({ id }) => id.split('/').slice(-2).join('/')),
      [`deletedAccounts/aif-${name}-krc-01`],
    );
    await admin('/timing', { scale: 0.02 });
  });

  test('Retire shows its list, takes it away and leaves what is not its own', async () => {
    const others = (await resources()).filter(({ id, tags }) => !isOurs(id, tags));
    await open(entity);
    await page.getByRole('button', { name: 'Retire' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`aif-${app}-krc-01`).first().waitFor();
    // The owner keeps the page for now.
    await dialog.getByRole('checkbox', { name: /out of the catalog/ }).uncheck({ force: true });
    await dialog.getByRole('checkbox', { name: /Archive the repository/ }).check({ force: true });
    await look('retire-list');
    await dialog.getByRole('textbox').fill(app);
    await dialog.getByRole('button', { name: 'Retire' }).click();
    await until('it is retired', async () => {
      const [retire] = await operations('retire');
      if (retire?.state === 'failed') throw new Error(retire.error?.message);
      return retire?.state === 'succeeded';
    });
    await page
      .getByText(/48 hours/)
      .first()
      .waitFor();
    await look('retired-light');
    const left = await resources();
    const ours = left.filter(({ id, tags }) => isOurs(id, tags));
    assert.deepEqual(
      ours.map(({ id }) => id.split('/').slice(-2).join('/')),
      [`deletedAccounts/aif-${app}-krc-01`],
    );
    assert.deepEqual(
      others.filter(({ id }) => !left.some(one => one.id === id)).map(({ id }) => id),
      [],
      'nothing of others is gone',
    );
    const namespace = await clusterApi(portal.facts)(`/api/v1/namespaces/${app}`);
    assert.equal(namespace.status, 404);
  });

  test('what is retired is made again from its repository, and cancelled on the way is resumed to its answer', async () => {
    // The bell has told it, too.
    await open('/notifications');
    await page.getByText(`${app}: retired`).first().waitFor();
    await look('notifications');
    // The owner, who may not delete a location in the catalog.
    await open(entity);
    await page.getByRole('button', { name: 'Take it out of the catalog' }).click();
    await page.getByText(`${app} is retired and out of the catalog`).waitFor();
    await look('out-of-the-catalog');

    const made = (await operations('make')).length;
    await fillForm(page, { name: app, instructions: 'You are a travel desk again.' });
    await page.getByText(/The repository .* is there already, and archived/).waitFor();
    await look('archived-plan');
    await unarchive(app, portal.facts);
    await fillForm(page, { name: app, instructions: 'You are a travel desk again.' });
    await page.getByText(/The repository is there already/).waitFor();
    await look('made-again-plan');
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await page.getByRole('button', { name: 'Create', exact: true }).last().click();
    const making = async () => (await operations('make'))[0];
    const { id } = await until('another operation is there', async () => {
      const [newest, ...before] = await operations('make');
      return before.length === made && newest;
    });
    const developer = await portal.as('Developer');
    assert.ok((await developer(`/operations/${id}/cancel`, { method: 'POST', body: {} })).ok);
    await until('it is cancelled', async () => (await making()).state === 'cancelled');
    // The task says where to go on.
    await page
      .getByText(new RegExp(`Resume is on its page: .*${app}`))
      .first()
      .waitFor();

    const catalog = await portal.as('Developer', 'catalog');
    await until('the catalog has it again', async () => {
      const answer = await catalog(`/entities/by-name/component/default/${app}`);
      return answer.ok;
    });
    await open(entity);
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('list', { name: 'Stages' }).waitFor();
    await look('making-stages');
    await until('it is made', async () => {
      const { state } = await making();
      if (state === 'failed') throw new Error(JSON.stringify(await making()));
      return state === 'succeeded';
    });
    const restored = await resources();
    assert.ok(restored.some(({ id: one }) => one.endsWith(`/${account}`)));
    assert.ok(!restored.some(({ id: one }) => one.includes(`/deletedAccounts/aif-${app}-`)));
    await open(`${entity}/chat`);
    await conversation(page).ask('Are you back?');
    await conversation(page).ended();
  });

  test('what went to Azure has the published shapes', { skip: publishedShapes.skip }, async t => {
    await shapeFaults(t, await portal.writes());
  });

  function isOurs(id: string, tags?: Record<string, string>): boolean {
    return id.replaceAll('_', '-').includes(app) || tags?.['private-ai-entity'] === ref;
  }
});
