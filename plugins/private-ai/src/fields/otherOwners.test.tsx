import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { screen } from '@testing-library/react';
import { formOf, renderStepper } from './formForTest';

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
});
