import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TrialEvent } from '@private-ai/plugin-private-ai-common';
import { screen, waitFor, within } from '@testing-library/react';
import { eventStream } from '../testing/fakePortal';
import { formOf, korea, renderStepper } from './formForTest';

const template = formOf(
  readFileSync(resolve(__dirname, '../../../../templates/private-ai-app/template.yaml'), 'utf8'),
);
/** The page with the instructions, alone. */
const instructionsPage = { ...template, steps: [template.steps[2]] };
const [gpt5, mini] = korea.models;
const price = { input: 2, output: 10, currency: 'USD' };
const zone = {
  ...korea,
  models: [
    { ...gpt5, playground: true, price },
    { ...mini, playground: true },
  ],
};
const frames = (events: TrialEvent[]) => events.map(event => `data: ${JSON.stringify(event)}\n\n`);
const model = { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 25 };
const answered: TrialEvent[] = [
  { model: 0, type: 'text', text: 'By the ' },
  { model: 1, type: 'text', text: 'No idea.' },
  { model: 0, type: 'text', text: 'river.' },
  { model: 1, type: 'end', firstMs: 210, totalMs: 900, tokens: { input: 10, output: 3 } },
  {
    ...{ model: 0, type: 'end', firstMs: 1240, totalMs: 2260 },
    tokens: { input: 1000, output: 200 },
  },
];

function renderPage(
  playground: Parameters<typeof renderStepper>[1][string],
  { zones = [zone], language = 'en' }: { zones?: object[]; language?: string } = {},
) {
  return renderStepper(
    instructionsPage,
    { 'GET /landing-zones': { items: zones }, 'POST /playground': playground },
    { language, initialState: { name: 'rain', landingZone: 'korea', model } as never },
  );
}

type Page = ReturnType<typeof renderPage>;

async function ask({ user }: Page, question = 'Where is the gate?') {
  await user.click(await screen.findByRole('textbox', { name: /^Question/ }));
  await user.paste(question);
  await user.click(screen.getByRole('button', { name: 'Ask the models' }));
}
const answerOf = (name: RegExp) => screen.findByRole('region', { name });
const status = () =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join(' ');

describe('the playground in the form', () => {
  it('is not there where the landing zone has none', async () => {
    const { user } = renderPage({}, { zones: [korea] });
    expect(await screen.findByRole('textbox', { name: /Repository/ })).toBeVisible();
    expect(screen.queryByText('Try it first')).not.toBeInTheDocument();
    await user.tab();
    expect(screen.queryByRole('button', { name: 'Ask the models' })).not.toBeInTheDocument();
  });

  it('asks two models with the instructions of the form, and shows answers, times, tokens and price', async () => {
    const page = renderPage(() => eventStream(frames(answered)));
    const instructions = await screen.findByRole('textbox', { name: /Instructions/ });
    await page.user.clear(instructions);
    await page.user.paste('Be brief.');
    await ask(page);
    const [first, second] = [await answerOf(/gpt-5.2/), await answerOf(/gpt-4.1-mini/)];
    await waitFor(() => expect(first).toHaveTextContent('By the river.'));
    expect(first).toHaveTextContent(/First words1.2 sec.*Whole answer2.3 sec/);
    expect(first).toHaveTextContent(/1,000 in, 200 out/);
    // 1000 × 2 + 200 × 10 per million, a thousand times.
    expect(first).toHaveTextContent(/Price of 1,000 such questions4 USD/);
    expect(second).toHaveTextContent(/No idea\..*Price of 1,000 such questionsunknown/);
    expect(status()).toMatch(/gpt-5.2.*: By the river\..*gpt-4.1-mini.*: No idea\./s);
    expect(page.requests.find(({ route }) => route === 'POST /playground')?.body).toEqual({
      ...{ landingZone: 'korea', instructions: 'Be brief.', question: 'Where is the gate?' },
      models: [gpt5, mini].map(({ name, version, sku }) => ({ name, version, sku })),
    });
    await page.user.click(instructions);
    await page.user.paste(' More.');
    expect(status()).toMatch(/instructions have changed since/);
  });

  it('takes the chosen model over into the form, and leaves one that was chosen already as it is', async () => {
    const page = renderPage(() => eventStream(frames(answered)));
    await ask(page, 'أين البوابة؟');
    expect(screen.getByRole('textbox', { name: /^Question/ })).toHaveAttribute('dir', 'auto');
    const first = within(await answerOf(/gpt-5.2/));
    await page.user.click(first.getByRole('button', { name: 'Chosen', pressed: true }));
    const second = within(await answerOf(/gpt-4.1-mini/));
    await page.user.click(second.getByRole('button', { name: 'Choose this model' }));
    expect(await second.findByRole('button', { name: 'Chosen', pressed: true })).toHaveFocus();
    expect(first.getByRole('button', { name: 'Choose this model' })).toBeVisible();
    await page.user.click(screen.getByRole('button', { name: 'Review' }));
    await page.user.click(await screen.findByRole('button', { name: 'Create' }));
    await waitFor(() => expect(page.onCreate).toHaveBeenCalled());
    const { name, version, sku, defaultCapacity } = mini;
    expect(page.onCreate).toHaveBeenCalledWith(
      expect.objectContaining({ model: { name, version, sku, capacity: defaultCapacity } }),
    );
  });

  it('stops when told to, with what has come', async () => {
    const page = renderPage(() => eventStream(frames(answered.slice(0, 1)), { open: true }));
    await ask(page);
    const first = await answerOf(/gpt-5.2/);
    await waitFor(() => expect(first).toHaveTextContent('By the'));
    await page.user.click(screen.getByRole('button', { name: 'Stop' }));
    expect(await screen.findByRole('button', { name: 'Ask the models' })).toHaveFocus();
    expect(first).toHaveTextContent(/By the.*You stopped this answer/);
  });

  it('says of each what went wrong, in the reader’s language, also where the stream breaks off', async () => {
    const sentence = { code: 'trial-throttled', parameters: { seconds: '7' } } as const;
    const page = renderPage(() => eventStream(frames([{ model: 0, type: 'failed', sentence }])), {
      language: 'ko',
    });
    await page.user.click(await screen.findByRole('textbox', { name: /^질문/ }));
    await page.user.paste('문이 어디에 있나요?');
    await page.user.click(screen.getByRole('button', { name: '모델에 질문' }));
    const first = await answerOf(/gpt-5.2/);
    await waitFor(() => expect(first).toHaveTextContent(/7초 뒤에 다시 질문하세요/));
    expect(await answerOf(/gpt-4.1-mini/)).toHaveTextContent(/답변이 끊어졌습니다/);
  });

  it('says why nobody was asked, as the portal or nobody says it', async () => {
    const error = {
      ...{ name: 'TrialRefusal', message: 'In English.' },
      sentence: { code: 'trial-open', parameters: { most: '2' } },
    };
    const page = renderPage(() =>
      Response.json({ error, response: { statusCode: 429 } }, { status: 429 }),
    );
    await ask(page);
    expect(await screen.findByRole('alert')).toHaveTextContent(/2 of your questions are being/);
    expect(screen.queryByText(/In English/)).not.toBeInTheDocument();
  });

  it('asks nothing without a question, a model and instructions, and not more than it may', async () => {
    const { user } = renderPage({});
    const button = await screen.findByRole('button', { name: 'Ask the models' });
    expect(button).toBeDisabled();
    const question = screen.getByRole('textbox', { name: /^Question/ });
    await user.click(question);
    await user.paste('x'.repeat(2001));
    expect(screen.getByRole('alert')).toHaveTextContent(/at most 2000 characters/);
    expect(button).toBeDisabled();
    await user.clear(question);
    await user.paste('Where?');
    expect(button).toBeEnabled();
    for (const box of screen.getAllByRole('checkbox')) await user.click(box);
    expect(button).toBeDisabled();
  });
});
