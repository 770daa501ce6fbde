import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { plainGit } from '../testing/thisMachine.ts';
import { create, fillForm } from './form.ts';
import type { Page } from 'playwright-core';
import { conversation } from './conversation.ts';
import { webhookSecret } from '../scripts/portal.mjs';
import { openPortal, screenshots, until, type Portal } from './portal.ts';

const run = promisify(execFile);
const app = 'release-desk';
const path = `/apps/component/default/${app}/releases`;

interface Releases {
  items: { image: string; commit?: string; state: string }[];
  head?: string;
  problems: string[];
}
interface Operation {
  id: string;
  state: string;
  error?: { message: string };
  outputs?: { image: string };
}

describe('the second commit, in front of the sandbox', { timeout: 60 * 60_000 }, () => {
  let portal: Portal;
  let folder: string;
  let page: Page;
  before(async () => {
    portal = await openPortal();
    folder = mkdtempSync(join(tmpdir(), 'private-ai-release-'));
    page = await portal.signIn('Developer');
    await fillForm(page, { name: app });
    await create(page);
    const { git, gitUser, gitPassword, caFile } = portal.facts;
    const url = new URL(`${git}/apps/${app}.git`);
    Object.assign(url, { username: gitUser, password: gitPassword });
    const env = { ...process.env, ...plainGit, GIT_SSL_CAINFO: caFile };
    await run('git', ['clone', '--quiet', String(url), folder], { env });
  });
  after(async () => {
    await portal?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const git = async (...args: string[]) => {
    const env = { ...process.env, ...plainGit, GIT_SSL_CAINFO: portal.facts.caFile };
    const who = ['-c', 'user.name=Developer', '-c', 'user.email=developer@example.com'];
    return (await run('git', [...who, '-C', folder, ...args], { env })).stdout.trim();
  };
  const releases = async () =>
    (await (await portal.as('Developer'))(path)).json() as Promise<Releases>;
  async function ended(id: string): Promise<Operation> {
    return until('the release ends', async () => {
      const answer = await (await portal.as('Developer'))(`/operations/${id}`);
      const operation = (await answer.json()) as Operation;
      return /^(succeeded|failed|cancelled)$/.test(operation.state) && operation;
    });
  }
  async function release(body: object): Promise<Operation> {
    const answer = await (await portal.as('Developer'))(path, { method: 'POST', body });
    assert.equal(answer.status, 201, await answer.clone().text());
    return ended(((await answer.json()) as Operation).id);
  }
  async function push(change: () => void): Promise<string> {
    change();
    await git('commit', '--quiet', '--all', '--message', 'A change');
    await git('push', '--quiet');
    return git('rev-parse', 'HEAD');
  }
  const readme = (text: string) => () => writeFileSync(join(folder, 'README.md'), text);

  test('the form has released the first', async () => {
    const { items, head, problems } = await releases();
    assert.deepEqual(problems, []);
    assert.equal(head, await git('rev-parse', 'HEAD'));
    assert.deepEqual(
      items.map(({ commit, state }) => ({ commit, state })),
      [{ commit: head, state: 'running' }],
    );
  });

  test('the button ships the newest commit, and goes back to the one before', async () => {
    const [first] = (await releases()).items;
    const commit = await push(readme('Second.'));
    const operation = await release({});
    assert.equal(operation.state, 'succeeded', operation.error?.message);
    const [second, former] = (await releases()).items;
    assert.equal(second.commit, commit);
    assert.equal(second.state, 'running');
    assert.equal(second.image, operation.outputs?.image);
    assert.deepEqual(former, { ...first, state: 'former' });

    const back = await release({ image: first.image });
    assert.equal(back.state, 'succeeded', back.error?.message);
    const { items } = await releases();
    assert.equal(items[0].image, first.image);
    assert.equal(items[0].state, 'running');
  });

  test('preview and promote: a commit is asked beside what runs, takes its place, and is shown no more', async () => {
    const file = join(folder, 'src/tools/weather.ts');
    const commit = await push(() =>
      writeFileSync(file, readFileSync(file, 'utf8').replace('Sample data', 'Better data')),
    );
    const entity = `${portal.address}/catalog/default/component/${app}`;
    const chat = conversation(page);
    const answers = async (at: string, data: RegExp) => {
      await page.goto(`${entity}/chat${at}`);
      await chat.ask('What is the weather in Seoul?');
      await chat.says(data);
      await chat.ended();
    };
    await page.goto(entity);
    await page.getByRole('button', { name: 'Release', exact: true }).click();
    await page.getByRole('button', { name: 'Preview first' }).click();
    const shown = page.getByText(`Preview of ${commit.slice(0, 12)} — A change by Developer`);
    await page.getByRole('link', { name: 'Chat with the preview' }).waitFor();
    await shown.first().waitFor();
    await page.screenshot({ path: join(screenshots, 'preview-stands.png'), fullPage: true });
    await answers('?preview', /Better data/);
    await shown.first().waitFor();
    await page.screenshot({ path: join(screenshots, 'preview-chat.png') });
    await answers('', /Sample data/);
    assert.doesNotMatch(await chat.transcript().innerText(), /Better data/);

    await page.goto(entity);
    await page.getByRole('button', { name: 'Promote…' }).click();
    await page.getByRole('button', { name: 'Promote', exact: true }).click();
    const states = async () => (await releases()).items.map(one => `${one.commit} ${one.state}`);
    await until('it runs', async () => (await states())[0] === `${commit} running`);
    const preview = await portal.as('Developer');
    const standing = async () =>
      (
        (await (await preview(`/apps/component/default/${app}/preview`)).json()) as {
          preview?: object;
        }
      ).preview;
    await until('the preview is gone', async () => !(await standing()));
    await shown.first().waitFor({ state: 'detached' });
    await answers('', /Better data/);
    await page.goto(`${entity}/chat?preview`);
    await page.getByText('There is no preview').waitFor();
  });

  test('the git host’s signed webhook ships the next, once', async () => {
    const before = await git('rev-parse', 'HEAD');
    const commit = await push(readme('Third.'));
    const body = JSON.stringify({
      ...{ ref: 'refs/heads/main', before, after: commit },
      repository: { default_branch: 'main', html_url: `${portal.facts.git}/apps/${app}` },
    });
    const send = (secret: string) =>
      fetch(`${portal.backend}/api/private-ai/webhooks/git/korea`, {
        method: 'POST',
        body,
        headers: {
          'x-gitea-event': 'push',
          'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
        },
      });
    assert.equal((await send('not the secret')).status, 401);
    const secret = webhookSecret(portal.state);
    const answer = await send(secret);
    assert.equal(answer.status, 201, await answer.clone().text());
    const { operations } = (await answer.json()) as { operations: Operation[] };
    const operation = await ended(operations[0].id);
    assert.equal(operation.state, 'succeeded', operation.error?.message);
    assert.equal((await releases()).items[0].commit, commit);
    const again = (await (await send(secret)).json()) as { operations: Operation[] };
    assert.equal(again.operations[0].id, operation.id);
  });

  test('a commit that crashes says so, leaves the one before running, and the next puts it right', async () => {
    const file = join(folder, 'manifests/deployment.yaml');
    const good = readFileSync(file, 'utf8');
    await push(() =>
      writeFileSync(
        file,
        good.replace(
          /^( +)image: .*$/m,
          `$&\n$1command: [node, -e, 'console.error("no model given"); process.exit(7)']`,
        ),
      ),
    );
    const failed = await release({});
    assert.equal(failed.state, 'failed');
    assert.match(failed.error!.message, /container .*: it ends again and again.*exit code 7/);
    assert.match(failed.error!.message, /no model given/);
    // It is started again and again, and for a moment each time it looks as if it came up.
    await until('it is known to have failed', async () => {
      const states = (await releases()).items.map(({ state }) => state);
      assert.equal(states[1], 'running');
      return states[0] === 'failed';
    });
    await push(() => writeFileSync(file, good));
    const right = await release({});
    assert.equal(right.state, 'succeeded', right.error?.message);
    assert.equal((await releases()).items[0].state, 'running');
  });
});
