import type { AppRequest, Operation, RetirementPlan } from '@private-ai/plugin-private-ai-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { log, operation, overview, path, renderCard, standing } from '../testing/card';
import { eventStream } from '../testing/fakePortal';

const request: AppRequest = {
  name: 'weather',
  entityRef: 'component:default/weather',
  owner: 'group:default/team-a',
  landingZone: 'korea',
  model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
  runtime: 'typescript',
  instructions: 'Be brief.',
};
const retirement: RetirementPlan = {
  removes: [
    { type: 'Model deployment', name: 'gpt-5.2' },
    { type: 'Foundry account', name: 'aif-weather' },
  ],
  stays: [{ name: 'aif-weather', message: 'Its name is reserved for 48 hours.' }],
  chats: { conversations: 3, people: 2 },
  after: {
    unregister: { name: 'component:default/weather' },
    archive: { name: 'git.example?owner=apps&repo=weather' },
  },
};

describe('Change', () => {
  it('opens the form with what was asked for', async () => {
    renderCard({ [path]: overview({ request }) });
    const link = await screen.findByRole('link', { name: 'Change' });
    const url = new URL(link.getAttribute('href')!, 'http://portal.example');
    expect(url.pathname).toBe('/create/templates/default/private-ai-change');
    const { instructions: _, ...handedOver } = request;
    expect(JSON.parse(url.searchParams.get('formData')!)).toEqual(handedOver);
  });

  it('says why it is not possible', async () => {
    renderCard({ [path]: overview() });
    const button = await screen.findByRole('button', { name: 'Change' });
    expect(button).toBeDisabled();
    expect(button).toHaveAccessibleDescription(/database does not hold what was asked for/);
    expect(screen.getByRole('button', { name: 'Retire' })).toBeEnabled();
  });

  it('waits, as Retire does, for the operation under way', async () => {
    renderCard({
      [path]: overview({ request, operation: operation('running') }),
      'GET /operations/op1/events': () => log('Working.'),
    });
    for (const name of ['Change', 'Retire']) {
      const button = await screen.findByRole('button', { name });
      expect(button).toBeDisabled();
      expect(button).toHaveAccessibleDescription(/when the operation under way has ended/);
    }
  });

  it('and Retire are not there for those who may not', async () => {
    renderCard(
      { 'GET /apps/component/default/snow': overview({ request }) },
      { allow: false, name: 'snow' },
    );
    expect(await screen.findByText('Korea Central')).toBeVisible();
    expect(screen.queryByText('Change')).not.toBeInTheDocument();
    expect(screen.queryByText('Retire')).not.toBeInTheDocument();
  });
});

it('an application that was there before the portal offers none of them, and no advice to provision it', async () => {
  const failed = { error: { name: 'ConflictError', message: 'It is not the portal’s.' } };
  const { requests } = renderCard({
    [path]: overview({ adopted: true, operation: operation('failed', failed) }),
  });
  expect(
    await screen.findByText(/was there before the portal.*removed where it comes/),
  ).toBeVisible();
  expect(screen.getByText('Korea Central')).toBeVisible();
  expect(screen.queryByRole('button', { name: /Change|Release|Retire|Resume/ })).toBeNull();
  expect(screen.queryByText(/provision|retired/i)).toBeNull();
  expect(requests.map(({ route }) => route)).not.toContain('GET /operations/op1/events');
});

it('an application that was made for somebody else is handed over, and nothing else is done with it', async () => {
  const moved = {
    from: { owner: 'group:default/payments', origin: 'url:https://git.example/a' },
    to: { owner: 'group:default/team', origin: 'url:https://git.example/a' },
  };
  const { requests } = renderCard({
    [path]: overview({ request, moved, status: standing('moved', 'moved') }),
    'POST /operations': { status: 403, message: 'Somebody of group:default/payments does that.' },
  });
  const former = await screen.findByRole('link', { name: 'payments' });
  expect(former.closest('dd')).toHaveTextContent('payments → team');
  expect(screen.queryByText(/git\.example/)).toBeNull();
  expect(screen.queryByRole('button', { name: /Change|Release|Retire/ })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Hand over…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Hand over weather' }));
  await userEvent.click(dialog.getByRole('button', { name: 'Hand over' }));
  expect(await dialog.findByText(/Somebody of group:default\/payments does that/)).toBeVisible();
  expect(requests.at(-1)).toMatchObject({
    route: 'POST /operations',
    body: {
      kind: 'hand-over',
      input: { entityRef: 'component:default/weather', landingZone: 'korea' },
    },
  });
});

describe('Retire', () => {
  const open = async () => {
    await userEvent.click(await screen.findByRole('button', { name: 'Retire' }));
    return within(await screen.findByRole('dialog', { name: 'Retire weather' }));
  };

  it('shows its list, asks for the name, and starts once', async () => {
    let started: Operation | undefined;
    const { requests } = renderCard({
      [path]: () => overview({ request, operation: started }),
      [`${path}/retirement`]: retirement,
      'POST /operations': () => {
        if (!started) {
          started = operation('running', { kind: 'retire' });
          return { status: 503, message: 'The answer was lost.' };
        }
        return started;
      },
      'GET /operations/op1/events': () => log('Removing the model deployment.'),
    });
    const dialog = await open();
    const removes = await dialog.findByRole('list', { name: 'What is removed' });
    expect(
      within(removes)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      'Model deployment gpt-5.2',
      'Foundry account aif-weather',
      '3 conversations with it; people who had them: 2',
    ]);
    expect(dialog.getByText(/Its name is reserved for 48 hours/)).toBeVisible();

    const start = dialog.getByRole('button', { name: 'Retire' });
    expect(start).toBeDisabled();
    const name = dialog.getByRole('textbox', { name: 'Type weather to confirm' });
    await userEvent.type(name, 'weathe');
    expect(start).toBeDisabled();
    await userEvent.type(name, 'r');
    await userEvent.click(start);
    expect(await dialog.findByText('The answer was lost.')).toBeVisible();
    await userEvent.click(start);

    expect(await screen.findByText('Retiring: running')).toBeVisible();
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    const starts = requests.filter(({ route }) => route === 'POST /operations');
    expect(starts).toHaveLength(2);
    expect(starts[0].body).toEqual({
      kind: 'retire',
      // Nothing is archived that nobody has said so of.
      input: { entityRef: 'component:default/weather', landingZone: 'korea', unregister: true },
    });
    expect(starts[0].key).toMatch(/^[0-9a-f]{32}$/);
    expect(starts[1].key).toBe(starts[0].key);
  });

  it("shows the backend's sentence when the list cannot be read, and lets nobody go on", async () => {
    renderCard({
      [path]: overview({ request }),
      [`${path}/retirement`]: { status: 503, message: 'The cluster does not answer.' },
    });
    const dialog = await open();
    expect(await dialog.findByText('The cluster does not answer.')).toBeVisible();
    expect(dialog.getByRole('button', { name: 'Retire' })).toBeDisabled();
    await userEvent.click(dialog.getByRole('button', { name: 'Keep it' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  });

  it('does at its end what was chosen, and says why something cannot be', async () => {
    const refusal = 'It is registered from elsewhere: ask the platform team.';
    const after = {
      ...retirement.after,
      unregister: { name: 'component:default/weather', refusal },
    };
    const { requests } = renderCard({
      [path]: overview({ request }),
      [`${path}/retirement`]: { ...retirement, after },
      'POST /operations': () => operation('running', { kind: 'retire' }),
    });
    const dialog = await open();
    const catalog = await dialog.findByRole('checkbox', { name: /out of the catalog/ });
    expect(catalog).toBeDisabled();
    expect(catalog).not.toBeChecked();
    expect(catalog).toHaveAccessibleDescription(`Not possible here. ${refusal}`);
    const archive = dialog.getByRole('checkbox', { name: 'Archive the repository apps/weather' });
    expect(archive).not.toBeChecked();
    await userEvent.click(archive);
    await userEvent.type(dialog.getByRole('textbox', { name: /Type weather/ }), 'weather');
    await userEvent.click(dialog.getByRole('button', { name: 'Retire' }));
    await waitFor(() => expect(requests.at(-1)?.route).toBe('GET /apps/component/default/weather'));
    expect(requests.find(({ route }) => route === 'POST /operations')?.body.input).toEqual({
      ...{ entityRef: 'component:default/weather', landingZone: 'korea', archive: true },
    });
  });

  it('ends on a word and a way on where it takes the page along', async () => {
    let ended = false;
    const retire = operation('running', {
      kind: 'retire',
      input: { unregister: true } as unknown as Operation['input'],
    });
    renderCard({
      [path]: () =>
        ended
          ? { status: 404, message: 'There is no such entity.' }
          : overview({ operation: retire }),
      'GET /operations/op1/events': () => {
        ended = true;
        return eventStream([
          `event: end\ndata: ${JSON.stringify({ ...retire, state: 'succeeded' })}\n\n`,
        ]);
      },
    });
    expect(await screen.findByText('weather is retired and out of the catalog')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Go to the catalog' })).toHaveAttribute(
      'href',
      '/catalog',
    );
    expect(screen.queryByText(/no such entity/)).toBeNull();
  });
});

describe('what is retired', () => {
  const retired = (entityRef: string) =>
    overview({
      status: standing('retired', 'retired'),
      retirement: operation('succeeded', {
        kind: 'retire',
        entityRef,
        outputs: { removed: retirement.removes, stays: retirement.stays },
        endedAt: '2026-01-01T00:05:00Z',
      } as Partial<Operation>) as Operation<'retire'>,
    });

  it('says so with what stays, and leaves the catalog when its owner wants', async () => {
    let away = true;
    renderCard({
      [path]: retired('component:default/weather'),
      [`POST ${path.slice(4)}/unregistration`]: () =>
        away ? { status: 503, message: 'The catalog did not let it go.' } : {},
    });
    expect(await screen.findByText('This application is retired')).toBeVisible();
    expect(screen.getByText('Retired')).toBeVisible();
    expect(screen.getByText(/Its name is reserved for 48 hours/)).toBeVisible();
    expect(screen.queryByText(/the platform team can/)).toBeNull();
    expect(screen.queryByRole('button', { name: 'Retire' })).not.toBeInTheDocument();
    const button = screen.getByRole('button', { name: 'Take it out of the catalog' });
    await userEvent.click(button);
    expect(await screen.findByText('The catalog did not let it go.')).toBeVisible();
    away = false;
    await userEvent.click(button);
    expect(await screen.findByText('weather is retired and out of the catalog')).toBeVisible();
  });

  it('names who may to everybody else', async () => {
    const name = 'weather-others';
    const entityRef = `component:default/${name}`;
    renderCard({ [`${path}-others`]: retired(entityRef) }, { allow: false, name });
    expect(await screen.findByText(/Its owner or the platform team can take it out/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /catalog/ })).toBeNull();
  });
});
