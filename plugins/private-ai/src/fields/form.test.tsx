import type { AppRequest } from '@private-ai/plugin-private-ai-common';
import { screen, waitFor } from '@testing-library/react';
import type userEvent from '@testing-library/user-event';
import { renderStepper } from './formForTest';

const taken = 'The name is taken by component:default/weather: choose another.';

function step(title: string, required: string[], properties: Record<string, [string, string]>) {
  const fields = Object.entries(properties).map(([name, [type, field]]) => [
    name,
    { title: name, type, 'ui:field': field },
  ]);
  return { title, schema: { title, required, properties: Object.fromEntries(fields) } };
}

const manifest = {
  title: 'Private AI application',
  steps: [
    step('Application', ['name'], { name: ['string', 'PrivateAiName'] }),
    step('Model', ['landingZone', 'model', 'runtime'], {
      landingZone: ['string', 'PrivateAiLandingZone'],
      model: ['object', 'PrivateAiModel'],
      runtime: ['string', 'PrivateAiRuntime'],
    }),
    step('Agent', ['instructions'], {
      instructions: ['string', 'PrivateAiInstructions'],
      repository: ['string', 'PrivateAiRepository'],
    }),
    step('Plan', [], { plan: ['string', 'PrivateAiPlan'] }),
  ],
};

function renderForm({ refused }: { refused?: string } = {}) {
  return renderStepper(manifest, {
    'POST /plan': ({ body }) => {
      const { name, model } = body as Partial<AppRequest>;
      const problems = model && refused ? [{ message: refused }] : [];
      const row = { id: 'namespace', type: 'Namespace', name: `ns-${name}`, action: 'create' };
      return { problems, rows: [row] };
    },
  });
}

type User = ReturnType<typeof userEvent.setup>;

async function nameIt(user: User, name: string) {
  await user.type(await screen.findByRole('textbox', { name: /name/ }), name);
  await user.click(screen.getByRole('button', { name: 'Next' }));
}

async function chooseModel(user: User, model: RegExp) {
  await user.click(await screen.findByRole('button', { name: /model/ }));
  await user.click(await screen.findByRole('option', { name: model }));
}

describe('the form', () => {
  it('checks the name as it is typed: its form, then whether it is free', async () => {
    const { user } = renderForm();
    const name = await screen.findByRole('textbox', { name: /name/ });
    await user.type(name, 'Weather_1');
    expect(screen.getByText(/Use 3 to 24 lower-case letters/)).toBeVisible();
    await user.clear(name);
    await user.type(name, 'weather');
    expect(await screen.findByText(taken)).toBeVisible();
    expect(name).toHaveAttribute('aria-invalid', 'true');
    await user.type(name, '2');
    expect(await screen.findByText('This name is free.')).toBeVisible();
  });

  it('does not go on with a name that is taken', async () => {
    const { user } = renderForm();
    await nameIt(user, 'weather');
    expect((await screen.findAllByText(new RegExp(taken))).length).toBeGreaterThan(0);
    expect(screen.queryByText('Korea Central')).not.toBeInTheDocument();
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
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(
      (await screen.findAllByText(/capacity must be a whole number from 1 to 30/)).length,
    ).toBeGreaterThan(0);
    expect(screen.queryByText('ns-rain')).not.toBeInTheDocument();
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
    await chooseModel(user, /gpt-5.2/);
    expect(screen.getByText(/any Azure region in the world/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(await screen.findByRole('textbox', { name: /repository/ })).toHaveValue(
      'git.example:7442/apps/rain',
    );
    await user.type(screen.getByRole('textbox', { name: /instructions/ }), 'Be brief.');
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(await screen.findByText('ns-rain')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Review' }));
    await user.click(await screen.findByRole('button', { name: 'Create' }));
    await waitFor(() => expect(onCreate).toHaveBeenCalled());
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({
        name: 'rain',
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

  it('bars the way to Create while the backend finds something wrong', async () => {
    const refused =
      'The landing zone korea has no capacity left for gpt-5.2: ask the platform team.';
    const { user } = renderForm({ refused });
    await nameIt(user, 'rain');
    await chooseModel(user, /gpt-5.2/);
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await screen.findByRole('textbox', { name: /repository/ });
    await user.type(screen.getByRole('textbox', { name: /instructions/ }), 'Be brief.');
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(await screen.findByText('This must be put right first')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Review' }));
    await waitFor(() => expect(screen.getAllByText(new RegExp(refused)).length).toBeGreaterThan(1));
    expect(screen.queryByRole('button', { name: 'Create' })).not.toBeInTheDocument();
  });
});
