import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AppRequest, NameAnswer } from '@private-ai/plugin-private-ai-common';
import { screen, waitFor } from '@testing-library/react';
import type userEvent from '@testing-library/user-event';
import { formOf, renderStepper, shown } from './formForTest';

const template = resolve(__dirname, '../../../../templates/private-ai-app/template.yaml');

const taken =
  'The portal or its catalog already has component:default/weather: choose another name.';
const refused = (code: string, parameters = {}) => ({
  verdict: 'refused',
  sentence: { code, parameters },
});

function renderForm({
  problem,
  ...options
}: { problem?: object } & Parameters<typeof renderStepper>[2] = {}) {
  const free: NameAnswer = { verdict: 'free' };
  return renderStepper(
    formOf(readFileSync(template, 'utf8')),
    {
      'GET /names/weather': refused('name-taken', { entityRef: 'component:default/weather' }),
      'GET /names/cert-manager': refused('name-reserved', { namespace: 'cert-manager' }),
      'GET /names/retired': { verdict: 'again' },
      'GET /names/broken': { status: 503, message: 'The catalog is away: try again.' },
      ...Object.fromEntries(['rain', 'weather2'].map(name => [`GET /names/${name}`, free])),
      'POST /plan': ({ body }) => {
        const { name, model } = body as Partial<AppRequest>;
        const problems = model && problem ? [problem] : [];
        const row = { id: 'namespace', type: 'Namespace', name: `ns-${name}`, action: 'create' };
        return { problems, rows: [row] };
      },
    },
    options,
  );
}

type User = ReturnType<typeof userEvent.setup>;

const next = (user: User) => user.click(screen.getByRole('button', { name: 'Next' }));

async function nameIt(user: User, name: string) {
  // The only team is chosen once it is known.
  await screen.findByRole('button', { name: /Team A/ });
  await user.click(screen.getByRole('textbox', { name: /^Name/ }));
  await user.paste(name);
  await next(user);
}

async function chooseModel(user: User, model: RegExp) {
  await user.click(await screen.findByRole('button', { name: /^Model|Choose a model/ }));
  await user.click(await screen.findByRole('option', { name: model }));
}

/** What is shown as wrong, whoever says it. */
const wrong = () => screen.queryAllByRole('alert').flatMap(({ textContent }) => textContent ?? []);

/** A validator's words, or a schema's keys. */
const foreign = /must (NOT )?(have|be|match)|property|'[A-Z]/;

describe('the form', () => {
  it('checks the name as it is typed: its form, then whether a new application may have it', async () => {
    const { user } = renderForm();
    const name = await screen.findByRole('textbox', { name: /^Name/ });
    await user.click(name);
    await user.paste('Weather_1');
    expect(screen.getByText(/Use 3 to 24 lower-case letters/)).toBeVisible();
    await user.clear(name);
    await user.paste('weather');
    expect(await screen.findByText(taken)).toBeVisible();
    expect(name).toHaveAttribute('aria-invalid', 'true');
    await user.type(name, '2');
    expect(await screen.findByText('This name is free.')).toBeVisible();
    await user.clear(name);
    await user.paste('cert-manager');
    expect(await screen.findByText(/kept for what the cluster itself is made of/)).toBeVisible();
    await user.clear(name);
    await user.paste('retired');
    expect(await screen.findByText(/was retired: it is made again/)).toBeVisible();
  });

  it('does not go on with a name that is taken', async () => {
    const { user } = renderForm();
    await nameIt(user, 'weather');
    await waitFor(() => expect(screen.getByRole('button', { name: 'Next' })).toBeEnabled());
    expect(wrong()).toEqual([taken]);
    expect(screen.queryByText('Korea Central')).not.toBeInTheDocument();
  });

  it('says in the portal’s own words that it could not check the name, once', async () => {
    const { user } = renderForm();
    await nameIt(user, 'broken');
    await waitFor(() => expect(screen.getByRole('button', { name: 'Next' })).toBeEnabled());
    await waitFor(() => expect(shown()).not.toMatch(/Checking whether/));
    await waitFor(() => expect(wrong()).toEqual(['The catalog is away: try again.']));
    expect(shown()).not.toMatch(/503|This name is free|another name/);
  });

  it.each([
    [
      'en',
      'Next',
      /^Use 3 to 24 lower-case/,
      'Choose the team or person that owns the application.',
    ],
    ['ko', 'Next', /^영문 소문자/, '애플리케이션을 소유할 팀이나 사람을 선택하세요.'],
  ])(
    'says of each field what is missing, at that field, in the language %s, and not when it is there',
    async (language, button, form, owner) => {
      const { user } = renderForm({ language, teams: ['team-a', 'team-b'] });
      const name = (await screen.findAllByRole('textbox'))[0];
      await waitFor(() => expect(name).toHaveFocus());
      await user.click(screen.getByRole('button', { name: button }));
      await waitFor(() => expect(wrong()).toEqual([expect.stringMatching(form), owner]));
      expect(shown()).not.toMatch(foreign);
      // Where a person goes on.
      await waitFor(() => expect(name).toHaveFocus());
      expect(name).toHaveAttribute('aria-invalid', 'true');
      await user.paste('rain');
      await waitFor(() => expect(wrong()).toEqual([owner]));
      expect(name).not.toHaveAttribute('aria-invalid', 'true');
    },
  );

  it('says how long a text may be before it is too long, and when it is', async () => {
    const { user } = renderForm();
    const description = await screen.findByRole('textbox', { name: /^Description/ });
    expect(screen.getByText('0 of 300 characters.')).toBeVisible();
    await user.click(description);
    await user.paste('x'.repeat(302));
    expect(screen.getByText(/at most 300 characters: take 2 out/)).toBeVisible();
    await nameIt(user, 'rain');
    await waitFor(() => expect(screen.getByRole('button', { name: 'Next' })).toBeEnabled());
    expect(wrong()).toEqual([expect.stringMatching(/at most 300 characters: take 2 out/)]);
    expect(screen.queryByText('Korea Central')).not.toBeInTheDocument();
  });

  it('offers one’s own teams, with the only one chosen, and says what it means to have none', async () => {
    const { user } = renderForm();
    const owner = await screen.findByRole('button', { name: /Team A/ });
    await user.click(owner);
    expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual([
      'Team AA team of yours',
      'AnaYou yourself',
    ]);
  });

  it('makes an application for who belongs to no team, and says so', async () => {
    renderForm({ teams: [] });
    expect(await screen.findByRole('button', { name: /Ana/ })).toBeVisible();
    expect(screen.getByText(/You belong to no team/)).toBeVisible();
  });

  it('holds the capacity to the limit of the zone, and says where prompts are processed', async () => {
    const { user } = renderForm();
    await nameIt(user, 'rain');
    await chooseModel(user, /gpt-4.1-mini.*Regional/);
    expect(screen.getByText(/processed in the region koreacentral only/)).toBeVisible();
    const capacity = screen.getByRole('textbox', { name: /Capacity/ });
    expect(capacity).toHaveValue('10');
    await user.clear(capacity);
    await user.type(capacity, '31');
    await user.tab();
    await next(user);
    await waitFor(() => expect(screen.getByRole('button', { name: 'Next' })).toBeEnabled());
    expect(wrong()).toEqual([expect.stringMatching(/a whole number from 1 to 30/)]);
    expect(screen.queryByText('ns-rain')).not.toBeInTheDocument();
    await user.clear(capacity);
    await user.type(capacity, '30');
    await user.tab();
    expect(wrong()).toEqual([]);
  });

  it('shows a runtime that is not to be had, with why, and does not let it be chosen', async () => {
    const { user } = renderForm();
    await nameIt(user, 'rain');
    const python = await screen.findByRole('radio', { name: 'Python (not available here)' });
    expect(python).toBeDisabled();
    expect(python).toHaveAccessibleDescription(/^This landing zone has no Python images yet\./);
    await user.click(python);
    expect(python).not.toBeChecked();
    await waitFor(() => expect(screen.getByRole('radio', { name: 'TypeScript' })).toBeChecked());
  });

  it('shows what will be made, and hands on every value', async () => {
    const { user, onCreate } = renderForm();
    await nameIt(user, 'rain');
    // The page begins where the focus is.
    await waitFor(() => expect(document.activeElement).toHaveTextContent('Korea Central'));
    await chooseModel(user, /gpt-5.2/);
    expect(screen.getByText(/any Azure region in the world/)).toBeVisible();
    await next(user);
    expect(await screen.findByRole('textbox', { name: /Repository/ })).toHaveValue(
      'git.example:7442/apps/rain',
    );
    const instructions = screen.getByRole('textbox', { name: /Instructions/ });
    await user.clear(instructions);
    await user.paste('Be brief.');
    await next(user);
    expect(await screen.findByText('ns-rain')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Review' }));
    const create = await screen.findByRole('button', { name: 'Create' });
    for (const title of ['Name', 'Owner', 'Landing zone', 'Kind of deployment', 'Runtime'])
      expect(screen.getByText(title)).toBeVisible();
    expect(screen.queryByText(/ > |Template Version|Preview/)).not.toBeInTheDocument();
    await user.click(create);
    await waitFor(() => expect(onCreate).toHaveBeenCalled());
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({
        name: 'rain',
        owner: 'group:default/team-a',
        landingZone: 'korea',
        model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
        runtime: 'typescript',
        instructions: 'Be brief.',
      }),
    );
    // What the platform team decides is shown; the form holds what a person chose.
    expect(onCreate.mock.calls[0]).not.toEqual([
      expect.objectContaining({ repository: expect.anything() }),
    ]);
  });

  it('bars the way to Create while the backend finds something wrong, in the reader’s language', async () => {
    const sentence = { code: 'owner-other', parameters: { owner: 'group:default/team-a' } };
    const problem = { field: 'owner', message: 'In English.', sentence };
    const { user } = renderForm({ problem });
    await nameIt(user, 'rain');
    await chooseModel(user, /gpt-5.2/);
    await next(user);
    await screen.findByRole('textbox', { name: /Repository/ });
    await next(user);
    expect(await screen.findByText('You can put this right in the form')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Review' }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Review' })).toBeEnabled());
    await waitFor(() =>
      expect(shown().match(/You do not belong to group:default\/team-a/g)).toHaveLength(1),
    );
    expect(screen.queryByText('In English.')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Create' })).not.toBeInTheDocument();
  });
});
