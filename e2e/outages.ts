import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { conversation } from './conversation.ts';
import { chooseModel, fillAbout, next, openForm } from './form.ts';

const file = resolve(import.meta.dirname, '../docs/outages.md');
const asEver = '*as ever*';
const outage = /does not answer|could not be|not let the portal/;

export interface Fault {
  room: string;
  fault: string;
  /** What each page says, by its name; undefined: nothing of it. */
  said: Map<string, string | undefined>;
  /** What would not be true. */
  never: string[];
}

/** The table of docs/outages.md. */
export function faultsTold(): Fault[] {
  const [head, , ...rows] = readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.startsWith('|'))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
  return rows.map(([name, ...cells]) => {
    const [, room, fault] = /^`(\w+)` (\w+)$/.exec(name) ?? [];
    const never = cells.pop()!.split(', ');
    const told = cells.map(
      (cell, index) => [head[index + 1], cell === asEver ? undefined : cell] as const,
    );
    return { room, fault, said: new Map(told), never };
  });
}

interface Place {
  page: Page;
  address: string;
  entity: string;
}

/** Opens a page; resolves with what tells that it has come to its end where nothing is away. */
const opened: Record<string, (to: Place, room: string) => Promise<RegExp>> = {
  'My AI apps': async ({ page, address }) => {
    await page.goto(`${address}/private-ai`);
    return /Running|Out of sight/;
  },
  Overview: async ({ page, address, entity }) => {
    await page.goto(address + entity);
    return /What exists/;
  },
  Chat: async ({ page, address, entity }, room) => {
    await page.goto(`${address}${entity}/chat`);
    const { ask, transcript } = conversation(page);
    // What was said before can be read, whatever is away.
    await transcript().getByText('Is somebody there?').first().waitFor();
    const question = page.getByLabel('Your question');
    const asked = `Are you well without the ${room}?`;
    if (await question.isEnabled()) await ask(asked);
    return new RegExp(`You said: "${asked.replace('?', '\\?')}"`);
  },
  Metrics: async ({ page, address, entity }) => {
    await page.goto(`${address}${entity}/metrics`);
    return /Time to first token/;
  },
  'AI platform': async ({ page, address }) => {
    await page.goto(`${address}/private-ai-platform`);
    return /Template versions in use/;
  },
  Plan: async ({ page }) => {
    await openForm(page);
    await fillAbout(page, { name: 'other-desk' });
    await next(page);
    await chooseModel(page, /gpt-4\.1-mini/);
    await next(page);
    await page.getByLabel('Instructions for the agent').waitFor();
    await next(page);
    return /15 to create/;
  },
};

/** Opens a page, waits for what it is to say, and looks that it says nothing that is not so. */
export async function reads(name: string, { room, said, never }: Fault, to: Place): Promise<void> {
  const asUsual = await opened[name](to, room);
  const main = to.page.getByRole('main');
  const sentence = said.get(name);
  await main
    .getByText(sentence ?? asUsual)
    .first()
    .waitFor();
  const text = await main.innerText();
  if (!sentence) assert.doesNotMatch(text, outage, `${name}: as ever`);
  for (const untrue of never)
    assert.ok(!text.includes(untrue), `${name} says “${untrue}”: ${text}`);
}
