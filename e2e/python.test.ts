import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { withoutPrometheus, withoutPython } from '../testing/thisMachine.ts';
import { allowOneMailAndRefuseOne, conversation } from './conversation.ts';
import { create, fillForm } from './form.ts';
import { openPortal, screenshots, until, type Portal } from './portal.ts';

const app = 'mail-desk';
const entity = `/catalog/default/component/${app}`;

interface Panels {
  panels: { id: string; total?: number }[];
}

describe(
  'a Python application with the real Microsoft Agent Framework, in Chromium',
  {
    timeout: 60 * 60_000,
    skip: withoutPython(),
  },
  () => {
    let portal: Portal;
    let page: Page;
    let chat: ReturnType<typeof conversation>;

    before(async () => {
      portal = await openPortal();
      page = await portal.signIn('Developer', 'dark');
      chat = conversation(page);
    });
    after(() => portal?.close());

    const look = (name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) });

    test('one form, and its agent answers with a tool', async () => {
      await fillForm(page, { name: app, instructions: 'You are a mail desk.', runtime: /Python/ });
      await create(page);
      await page.getByRole('link', { name: 'Chat with the agent' }).click();
      await chat.ask('What is the weather in Seoul?');
      await chat.says(/get_weather/);
      await chat.says(/Seoul.*(°C|degrees)/s);
      await chat.ended();
      await look('python-chat-dark');
    });

    test('a tool that acts waits for the person, also across a reload', async () => {
      await allowOneMailAndRefuseOne(page, look, {
        pending: 'python-approval-dark',
        decided: 'python-decided-dark',
      });
    });

    test('its metrics show the requests and the tokens', async t => {
      const lacks = await withoutPrometheus();
      if (lacks) return t.skip(lacks);
      const developer = await portal.as('Developer');
      const total = (of: Panels, id: string) => of.panels.find(one => one.id === id)?.total ?? 0;
      const measured = await until('requests and tokens in the metrics', async () => {
        const answer = await developer(`/apps/component/default/${app}/metrics?range=1h`);
        const now = (await answer.json()) as Panels;
        return total(now, 'requests') >= 3 && total(now, 'tokens') > 0 && now;
      });
      assert.ok(total(measured, 'requests') >= 3);
      await page.goto(`${portal.address}${entity}/metrics`);
      await page.getByText('Tokens', { exact: true }).first().waitFor();
      await page.waitForTimeout(500);
      await look('python-metrics-dark');
    });
  },
);
