import type { Page } from 'playwright-core';

export interface Wish {
  name: string;
  description?: string;
  model?: RegExp;
  instructions?: string;
  /** As the form calls it. */
  runtime?: RegExp;
  /** Which model is chosen in the playground, after both were asked there. */
  tried?: RegExp;
}

/** Opens the form "Private AI application" from the Create page. */
export async function openForm(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Create', exact: true }).first().click();
  const title = page.getByText('Private AI application', { exact: true }).first();
  const card = title.locator('xpath=ancestor::*[.//button[normalize-space()="Choose"]][1]');
  await card.getByRole('button', { name: 'Choose' }).click();
  await page.getByLabel('Name').first().waitFor();
}

export const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true }).click();

/** The form's first page. */
export async function fillAbout(page: Page, { name, description }: Wish): Promise<void> {
  await page.getByLabel('Name').first().fill(name);
  // One's only team is chosen already.
  await page
    .getByRole('button', { name: /App team/ })
    .first()
    .waitFor();
  if (description) await page.getByLabel('Description').first().fill(description);
}

export async function chooseModel(page: Page, model: RegExp): Promise<void> {
  await page.getByRole('button', { name: /model/i }).first().click();
  await page.getByRole('option', { name: model }).click();
}

/** Asks both models of the playground, and chooses one by what they answer. */
async function tryModels(page: Page, chosen: RegExp): Promise<void> {
  const playground = page.getByRole('region', { name: 'Try it first' });
  await playground.getByLabel('Question').fill('What is the weather like?');
  await playground.getByRole('button', { name: 'Ask the models' }).click();
  for (const model of [/^gpt-5\.2/, /^gpt-4\.1-mini/]) {
    const answer = playground.getByRole('region', { name: model });
    await answer.getByText(/You said: "What is the weather like\?"/).waitFor();
    await answer.getByText(/^[\d,]+ in, [\d,]+ out$/).waitFor();
    await answer.getByText(/^[\d.]+ USD$/).waitFor();
  }
  const answer = playground.getByRole('region', { name: chosen });
  await answer.getByRole('button', { name: 'Choose this model' }).click();
  await answer.getByRole('button', { name: 'Chosen', pressed: true }).waitFor();
}

/** The whole form as a new user fills it in, up to the page that shows what will be made. */
export async function fillForm(page: Page, wish: Wish): Promise<void> {
  await openForm(page);
  await fillAbout(page, wish);
  await next(page);
  await chooseModel(page, wish.model ?? /gpt-4\.1-mini/);
  if (wish.runtime) await page.getByRole('radio', { name: wish.runtime }).click({ force: true });
  await next(page);
  await page.getByLabel('Instructions for the agent').waitFor();
  if (wish.instructions) {
    await page.getByLabel('Instructions for the agent').fill(wish.instructions);
  }
  if (wish.tried) await tryModels(page, wish.tried);
  await next(page);
  await page.getByText(`uami-aif-${wish.name}-krc-01`, { exact: true }).waitFor();
}

/** From the last page to the scaffolder's task; resolves when the task shows its links, rejects with its error. */
export async function create(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await page.getByRole('button', { name: 'Create', exact: true }).last().click();
  const links = page.getByRole('link', { name: 'Chat with the agent' });
  const error = page.getByText(/^Error: /).first();
  await links.or(error).first().waitFor({ timeout: 900_000 });
  if (await error.isVisible()) throw new Error(await page.locator('body').innerText());
}
