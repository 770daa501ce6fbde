import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { screen, waitFor, within } from '@testing-library/react';
import { changeQuery } from '../ui/changeForm';
import { app, formOf, renderStepper, shown } from './formForTest';

const template = resolve(__dirname, '../../../../templates/private-ai-change/template.yaml');

const request = {
  name: 'weather',
  entityRef: 'component:default/weather',
  owner: 'group:default/team-a',
  description: 'Says the weather & more',
  landingZone: 'korea',
  model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
  runtime: 'typescript',
  instructions: '한국어로 답하세요.\n'.repeat(500),
  templateVersion: '0.1.0',
} as const;

function renderChange(search: string, more: Parameters<typeof renderStepper>[2] = {}) {
  window.history.replaceState({}, '', `/${search}`);
  const routes: Parameters<typeof renderStepper>[1] = {
    'GET /apps/component/default/weather': { request },
    'POST /plan': ({ body }) => {
      const { capacity } = body.model as { capacity: number };
      const differences = [`sku.capacity: 10 → ${capacity}`];
      const row = { id: 'model-deployment', type: 'Model deployment', name: 'gpt-5.2' };
      return {
        problems: [],
        rows: [{ ...row, action: 'change', differences, formerText: 'Be kind.' }],
      };
    },
  };
  return renderStepper(formOf(readFileSync(template, 'utf8')), routes, more);
}

describe('the form that changes an application', () => {
  afterEach(() => window.history.replaceState({}, '', '/'));

  it('comes filled in from the link, whose address stays short', async () => {
    const link = changeQuery(request);
    expect(link.length).toBeLessThan(1_000);
    const { user, onCreate, requests } = renderChange(link);

    const app = await screen.findByRole('region', { name: 'Application' });
    expect(await within(app).findByText('Korea Central')).toBeVisible();
    expect(within(app).getByText('weather')).toBeVisible();
    expect(within(app).getByText('team-a')).toBeVisible();
    expect(within(app).getByText('TypeScript')).toBeVisible();
    expect(screen.queryByRole('textbox', { name: /owner|name/i })).not.toBeInTheDocument();

    const instructions = await screen.findByRole('textbox', { name: /Instructions/ });
    expect(instructions).toHaveValue(request.instructions);
    const capacity = screen.getByRole('textbox', { name: /Capacity/ });
    expect(capacity).toHaveValue('10');
    await user.clear(capacity);
    await user.type(capacity, '101');
    await user.tab();
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Next' })).toBeEnabled());
    expect(shown().match(/capacity must be a whole number from 1 to 100/g)).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Review' })).not.toBeInTheDocument();
    await user.clear(capacity);
    await user.type(capacity, '30');
    await user.tab();
    await user.clear(instructions);
    expect(instructions).toHaveValue('');
    await user.type(instructions, 'Be brief.');
    await user.click(screen.getByRole('button', { name: 'Next' }));

    expect(await screen.findByText('sku.capacity: 10 → 30')).toBeVisible();
    expect(screen.getByText('1 to change')).toBeVisible();
    const text = screen.getByRole('group', { name: 'What changes in the instructions' });
    expect(within(text).getByText('Be kind.')).toHaveProperty('tagName', 'DEL');
    expect(within(text).getByText('Be brief.')).toHaveProperty('tagName', 'INS');
    await user.click(screen.getByRole('button', { name: 'Review' }));
    await user.click(await screen.findByRole('button', { name: 'Change' }));
    await waitFor(() => expect(onCreate).toHaveBeenCalled());
    const asked = {
      ...request,
      model: { ...request.model, capacity: 30 },
      instructions: 'Be brief.',
    };
    expect(onCreate).toHaveBeenCalledWith(expect.objectContaining(asked));
    expect(requests.filter(({ route }) => route === 'POST /plan').at(-1)!.body).toEqual({
      ...asked,
      change: true,
    });
  });

  it('leads to so many of one’s own at most, and says how many more there are', async () => {
    const many = Array.from({ length: 61 }, (_, at) => app(`app-${at}`, 'group:default/team-a'));
    renderChange('', { more: many });
    const own = await screen.findByRole('navigation', { name: 'Your applications' });
    expect(within(own).getAllByRole('link')).toHaveLength(60);
    expect(within(own).getByText('2 more are in the catalog.')).toBeVisible();
  });

  it('says how to get there when it is opened by itself', async () => {
    const { user } = renderChange('');
    expect(await screen.findByText(/press Change on its page/)).toBeVisible();
    // And leads there: to one's own, which are applications.
    const own = await screen.findByRole('navigation', { name: 'Your applications' });
    expect(
      within(own)
        .getAllByRole('link')
        .map(({ textContent }) => textContent),
    ).toEqual(['weather']);
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Next' })).toBeEnabled());
    // Said once, and never by the schema.
    expect(shown()).not.toMatch(/must have|entityRef|Ref'/);
    expect(screen.queryByText('Model')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Review' })).not.toBeInTheDocument();
  });
});
