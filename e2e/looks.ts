import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { screenshots, until, type Portal } from './portal.ts';

/** What Backstage's own components are told for, by rule and by what the element is; nobody here can mend them. */
const backstages: readonly [rule: string, element: RegExp][] = [
  // Tabs of a page whose panel is another route's.
  ['aria-valid-attr-value', /class="bui-Tab /],
  // The catalog's and the tasks' table.
  ['nested-interactive', /MuiTableSortLabel-root/],
  ['heading-order', /class="Mui/],
  ['empty-heading', /data-testid="header-title"/],
  // The title of an entity's page, which stands outside its main landmark; the navigation of a narrow screen.
  ['region', /VisuallyHidden.*<h1>/],
  ['landmark-unique', /MuiBottomNavigation-root/],
  // Cards of the list of templates.
  ['link-name', /href="\/catalog\/default\/template\//],
  ['nested-interactive', /id="viewDetail-/],
];

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** Until a page has a title, and nothing on it is still being loaded or changes. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  let before = '';
  await until('the page is still', async () => {
    const now = String(await page.evaluate('document.body.innerText'));
    const isStill = now === before && (await page.getByRole('progressbar').count()) === 0;
    before = now;
    if (!isStill) await page.waitForTimeout(500);
    return isStill;
  });
}

/** What keeps people out of a page as it is shown now; `rule: element` each. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)",
  )) as Violation[];
  return found.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ html }) => !backstages.some(([rule, of]) => rule === id && of.test(html)))
      .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} (${failureSummary})`),
  );
}

/** How far the page can be pushed sideways, in pixels. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - innerWidth') as Promise<number>;

/**
 * Texts of a page, those for a screen reader included, that are English sentences: three words in a row, and no Korean.
 * @param theirs - what people and machines wrote, which nobody translates
 */
async function englishSentences(page: Page, theirs: readonly string[]): Promise<string[]> {
  const texts = (await page.evaluate(() => {
    const seen: string[] = [];
    const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (all.nextNode()) {
      const element = all.currentNode.parentElement;
      if (!element || element.closest('code, pre, script, style, noscript')) continue;
      if (element.getClientRects().length > 0) seen.push(all.currentNode.textContent!.trim());
    }
    for (const name of ['aria-label', 'placeholder', 'alt'])
      for (const element of Array.from(document.querySelectorAll(`[${name}]`)))
        seen.push(element.getAttribute(name)!);
    return seen;
  })) as string[];
  return texts.filter(
    text =>
      /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(text) &&
      !/[가-힣]/.test(text) &&
      !theirs.includes(text),
  );
}

/** Opens each page, and what about an application there is, and looks whether everybody can read it. */
export async function readEverywhere(
  t: TestContext,
  portal: Portal,
  {
    entity,
    width,
    dark = false,
    korean = false,
    theirs = [],
  }: { entity: string; width: number; dark?: boolean; korean?: boolean; theirs?: string[] },
): Promise<void> {
  const page = await portal.signIn('Platform engineer', dark ? 'dark' : 'light');
  await page.setViewportSize({ width, height: 900 });
  if (korean) await page.evaluate("localStorage.setItem('language', 'ko')");
  for (const [name, path] of Object.entries({
    // Where app-config.yaml has it.
    catalog: '/',
    create: '/create',
    form: '/create/templates/default/private-ai-app',
    tasks: '/create/tasks',
    mine: '/private-ai',
    platform: '/private-ai-platform',
    overview: entity,
    chat: `${entity}/chat`,
    metrics: `${entity}/metrics`,
    nothing: '/no/such/page',
  }))
    await t.test(name, async () => {
      await page.goto(portal.address + path, { waitUntil: 'load' });
      await settled(page);
      if (korean) await page.screenshot({ path: join(screenshots, `${name}-ko-dark-390.png`) });
      assert.equal(await page.evaluate('document.documentElement.lang'), korean ? 'ko' : 'en');
      assert.equal(await page.getByRole('main').count(), 1);
      assert.deepEqual(await barriers(page), []);
      const isOurs = path.includes(entity) || path.startsWith('/private-ai');
      if (korean) assert.deepEqual(await englishSentences(page, isOurs ? theirs : []), []);
      if (isOurs || name === 'form') assert.equal(await overflow(page), 0);
    });
  await page.context().close();
}
