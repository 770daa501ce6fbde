import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { Page } from 'playwright-core';

/** Fills in the form of "Private AI application" as a new user would, up to the last page. */
export async function fillForm(page: Page, app: { name: string; owner?: string }) {
  await page.goto(new URL('/create', page.url()).href);
  const card = page.getByText('Private AI application', { exact: true }).first();
  await card.waitFor();
  await page.getByRole('button', { name: 'Choose' }).first().click();
  await page.getByLabel('Name', { exact: false }).first().fill(app.name);
}

/** A client of the sandbox cluster's API with the administrator's token. */
export function clusterApi(facts: { kubernetes: string; kubernetesToken: string; caFile: string }) {
  const agent = new https.Agent({ ca: readFileSync(facts.caFile), keepAlive: true });
  return <T>(path: string, init: { method?: string; body?: unknown; type?: string } = {}) =>
    new Promise<{ status: number; body: T }>((resolve, reject) => {
      const request = https.request(
        `${facts.kubernetes}${path}`,
        {
          agent,
          method: init.method ?? 'GET',
          headers: {
            authorization: `Bearer ${facts.kubernetesToken}`,
            'content-type': init.type ?? 'application/json',
          },
        },
        answer => {
          let text = '';
          answer.on('data', part => (text += part));
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) }));
        },
      );
      request.on('error', reject).end(init.body && JSON.stringify(init.body));
    });
}

/** Value of the label `private-ai-entity`, by the documented rule. */
export const entityLabel = (ref: string) => createHash('sha256').update(ref).digest('hex').slice(0, 32);
