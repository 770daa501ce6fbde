import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startPortal } from '../scripts/portal.mjs';
import { launchChromium } from './chromium.ts';
import { freePorts } from './freePorts.ts';
import type { ArmWrite } from './shapes.ts';

export type Person = 'Developer' | 'Platform engineer';
export type Portal = Awaited<ReturnType<typeof openPortal>>;

/** Pictures of what a person sees; git ignores the folder. */
export const screenshots = resolve(import.meta.dirname, '../screenshots');

/** The real portal and sandbox on ports and a state folder of their own, and a real Chromium. */
export async function openPortal() {
  mkdirSync(screenshots, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-e2e-'));
  const [frontendPort, backendPort] = await freePorts(2);
  const state = join(folder, 'state');
  const portal = await startPortal({ frontendPort, backendPort, sandboxPort: 0, state });
  let browser: Browser;
  try {
    browser = await launchChromium();
  } catch (error) {
    await portal.stop();
    throw error;
  }

  /** A browser of their own, signed in with the click that development has. */
  async function signIn(
    person: Person,
    colorScheme: 'light' | 'dark' = 'light',
    another: Browser = browser,
  ) {
    const context: BrowserContext = await another.newContext({
      colorScheme,
      locale: 'en-US',
      viewport: { width: 1360, height: 900 },
    });
    const page: Page = await context.newPage();
    // A last resort, as every time here: a busy machine only takes longer.
    page.setDefaultTimeout(300_000);
    await enter(page, portal.address, person);
    return page;
  }

  /** Asks a plugin of the backend as the person, through its HTTP API. */
  async function as(person: Person, plugin = 'private-ai') {
    const user = person.toLowerCase().replace(' ', '-');
    const answer = await fetch(`${portal.backend}/api/auth/development/refresh`, {
      headers: { 'x-development-user': user, 'x-requested-with': 'XMLHttpRequest' },
    });
    const { backstageIdentity } = (await answer.json()) as { backstageIdentity: { token: string } };
    return (path: string, init: { method?: string; body?: unknown; headers?: object } = {}) =>
      fetch(`${portal.backend}/api/${plugin}${path}`, {
        method: init.method,
        headers: {
          authorization: `Bearer ${backstageIdentity.token}`,
          ...(init.body !== undefined && { 'content-type': 'application/json' }),
          ...init.headers,
        },
        body: init.body === undefined ? undefined : JSON.stringify(init.body),
      });
  }

  return {
    ...portal,
    state,
    signIn,
    as,
    /** Every PUT body that the sandbox's Resource Manager received. */
    async writes(): Promise<ArmWrite[]> {
      return (await fetch(`${portal.facts.admin}/arm/writes`)).json() as Promise<ArmWrite[]>;
    },
    /** What fails next in the sandbox. */
    async faults(rules: object[]): Promise<void> {
      const body = JSON.stringify(rules);
      const answer = await fetch(`${portal.facts.admin}/faults`, { method: 'PUT', body });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async close() {
      await browser.close();
      await portal.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Signs in with the click that development has. */
export async function enter(page: Page, address: string, person: Person): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: person }).click();
  const inside = page.getByRole('link', { name: /create/i }).first();
  const refused = page.getByText('You could not be signed in');
  await inside.or(refused).waitFor();
  if (await refused.isVisible()) throw new Error(await page.locator('body').innerText());
}

/** Asks again until an answer comes; for what becomes true without an event of its own. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  seconds = 900,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not happen in ${seconds} s.`);
    await new Promise(done => setTimeout(done, 500));
  }
}
