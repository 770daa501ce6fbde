import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { startAsTold, commandsOf } from './asTold.ts';
import { launchChromium } from './chromium.ts';
import { create, fillForm } from './form.ts';
import { conversation } from './conversation.ts';
import { faultsTold, reads } from './outages.ts';
import { enter, type Person } from './portal.ts';

const app = 'first-desk';
const entity = `/catalog/default/component/${app}`;

// What a stranger does by the words of docs/first-steps.md, who knows what `npm start` prints and no more.
describe('the first steps, by the words of the document', { timeout: 60 * 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-first-'));
  let portal: Awaited<ReturnType<typeof startAsTold>>;
  let browser: Browser;
  let page: Page;

  before(async () => {
    portal = await startAsTold(join(folder, 'state'));
    browser = await launchChromium();
    page = await signIn('Developer');
    await fillForm(page, { name: app, instructions: 'You are a desk.' });
    await create(page);
  });
  after(async () => {
    await browser?.close();
    await portal?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function signIn(person: Person): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-US' });
    const one = await context.newPage();
    one.setDefaultTimeout(300_000);
    await enter(one, portal.address, person);
    return one;
  }

  test('View source opens: files, README, history; and no link leads where a browser refuses', async () => {
    await page.goto(`${portal.address}${entity}`);
    const source = page.getByRole('link', { name: /view source/i }).first();
    await source.waitFor();
    const links = await page
      .locator('a[href^="http"]')
      .evaluateAll(all => all.map(one => (one as HTMLAnchorElement).href));
    const other = await page.context().newPage();
    await other.goto((await source.getAttribute('href')) ?? '');
    await other.getByRole('heading', { name: `apps/${app}` }).waitFor();
    await other.getByText('README.md').first().waitFor();
    await other.getByRole('link', { name: 'Commits' }).click();
    await other.getByRole('table').getByRole('link').first().click();
    await other.getByRole('link', { name: 'All files at this commit' }).waitFor();
    for (const link of new Set(links.filter(one => new URL(one).hostname === 'localhost')))
      assert.ok((await other.goto(link))?.ok(), link);
    await other.close();
  });

  test('the commands of the document make and push a second commit, which Release ships', async () => {
    const askpass = join(folder, 'askpass');
    const { user, password, git } = portal;
    const answer = `#!/bin/sh\ncase "$1" in User*) echo '${user}';; *) echo '${password}';; esac\n`;
    writeFileSync(askpass, answer, { mode: 0o755 });
    mkdirSync(join(folder, 'home'));
    writeFileSync(
      join(folder, 'home/.gitconfig'),
      '[user]\n\tname = Ada\n\temail = ada@example.com\n',
    );
    const commands = commandsOf('docs/first-steps.md', 'Release')
      .replaceAll('http://localhost:7449', git)
      .replaceAll('<application>', app);
    // The person types what is asked for; the environment has nothing that a new user's has not.
    const env = { PATH: process.env.PATH, HOME: join(folder, 'home'), GIT_ASKPASS: askpass };
    await promisify(execFile)('bash', ['-e', '-c', commands], { env, cwd: folder });

    const history = await browser.newPage();
    await history.goto(`${git}/apps/${app}/commits/branch/main`);
    const newest = history.getByRole('table').getByRole('link').first();
    const message = /--message '([^']+)'/.exec(commands)?.[1] ?? '';
    assert.equal(await newest.innerText(), message);
    await newest.click();
    await history.getByText('+What this agent is for.').waitFor();
    await history.close();

    await page.goto(`${portal.address}${entity}`);
    await page.getByRole('button', { name: 'Release', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('button', { name: /release/i })
      .last()
      .click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Cancel' }).first().waitFor();
    await page.getByRole('button', { name: 'Cancel' }).first().waitFor({ state: 'detached' });
    const newestRelease = page.getByRole('listitem').filter({ hasText: message });
    await newestRelease.getByText('Runs', { exact: true }).waitFor();
  });

  test('each page says the same of a system that is away, and nothing that is not so', async t => {
    const engineer = await signIn('Platform engineer');
    await page.goto(`${portal.address}${entity}/chat`);
    await conversation(page).ask('Is somebody there?');
    await conversation(page).ended();
    const turn = async (room: string, fault?: string) => {
      const body = JSON.stringify({ room, fault });
      const answer = await fetch(new URL('/faults/rooms', portal.faults), { method: 'PUT', body });
      assert.ok(answer.ok, await answer.text());
    };
    for (const fault of faultsTold()) {
      await turn(fault.room, fault.fault);
      for (const name of fault.said.keys())
        await t.test(`${fault.room} ${fault.fault}: ${name}`, async () => {
          const who = name === 'AI platform' ? engineer : page;
          await reads(name, fault, { page: who, address: portal.address, entity });
        });
      await turn(fault.room);
    }
  });
});
