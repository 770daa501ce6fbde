import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { screen } from '@testing-library/react';
import { entity, formOf, renderStepper } from './formForTest';

const template = resolve(__dirname, '../../../../templates/private-ai-app/template.yaml');

// In a file of its own: what a person may is remembered for the whole process.
describe('the owner, chosen by who may make applications for others', () => {
  it('may be another team, after one’s own', async () => {
    const form = formOf(readFileSync(template, 'utf8'));
    const { user } = renderStepper(form, {}, { mayAll: true });
    await screen.findByText('Others');
    await user.click(screen.getByRole('button', { name: /Team A/ }));
    expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual([
      'Team AA team of yours',
      'AnaYou yourself',
      'OthersAnother team',
      'Team BAnother team',
    ]);
  });

  it('may be one of many, and it is said how many are beyond the list', async () => {
    const more = Array.from({ length: 2_002 }, (_, at) =>
      entity('Group', `zz-${String(at).padStart(4, '0')}`),
    );
    const form = formOf(readFileSync(template, 'utf8'));
    renderStepper(form, {}, { mayAll: true, more });
    // Three of them are always there.
    expect(await screen.findByText(/^5 teams more are in the catalog/)).toBeVisible();
  });
});
