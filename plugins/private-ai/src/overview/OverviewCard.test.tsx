import type { Operation } from '@private-ai/plugin-private-ai-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { log, operation, overview, path, renderCard, standing } from '../testing/card';

describe('the overview card', () => {
  it('says what exists and how it is, in words', async () => {
    renderCard({
      [path]: overview({
        status: standing('degraded', 'parts-gone', { parameters: { names: 'Deployment weather' } }),
        model: {
          deployment: 'gpt-5.2',
          version: '2025-12-11',
          sku: 'GlobalStandard',
          capacity: 10,
        },
        resources: [
          { id: 'a', type: 'Namespace', name: 'weather', health: 'healthy' },
          {
            id: 'b',
            type: 'Deployment',
            name: 'weather',
            health: 'missing',
            message: 'It is gone.',
          },
        ],
        links: [{ id: 'repository', url: 'https://git.example/apps/weather' }],
        outages: [
          {
            system: 'cluster',
            zone: 'Korea Central',
            since: '2026-01-01T00:00:00Z',
            sentence: { code: 'outage-cluster-away', parameters: { zone: 'Korea Central' } },
            detail: 'The connection was refused.',
          },
        ],
      }),
    });
    const row = (await screen.findByText('Deployment')).closest('tr')!;
    expect(within(row).getByText('Missing')).toBeVisible();
    expect(within(row).getByText('It is gone.')).toBeVisible();
    expect(screen.getByText('Degraded')).toBeVisible();
    expect(
      screen.getByText('gpt-5.2 (2025-12-11) GlobalStandard, 10K tokens a minute'),
    ).toBeVisible();
    expect(screen.getByText('The cluster of Korea Central does not answer.')).toBeVisible();
    expect(screen.getByRole('link', { name: /Repository/ })).toHaveAttribute(
      'href',
      'https://git.example/apps/weather',
    );
  });

  it('says first what runs since when, and what was last done, with the way to what is newer and to the chat', async () => {
    const [b, c] = ['b'.repeat(40), 'c'.repeat(40)];
    renderCard({
      [path]: overview({
        changed: { kind: 'provision', by: 'user:default/dana', at: '2026-03-03T10:00:00Z' },
      }),
      [`${path}/releases`]: {
        head: c,
        outages: [],
        problems: [],
        commits: {
          [b]: { page: 'https://git.example/b', subject: 'Answer briefly', author: 'Bo' },
          [c]: { page: 'https://git.example/c', difference: 'https://git.example/b...c' },
        },
        items: [
          {
            ...{ image: 'x@sha256:b', commit: b, releasedAt: '2026-03-02T10:00:00Z' },
            ...{ state: 'running', by: 'plugin:private-ai' },
          },
        ],
      },
    });
    const fact = async (name: string) =>
      (await screen.findByText(name, { selector: 'dt' })).nextElementSibling;
    expect(await fact('Runs')).toHaveTextContent(
      /^Answer briefly by Bo b{12}since Mar 2, 2026.*a push to the repository/,
    );
    expect(screen.getByRole('link', { name: /newer commit: what it changes/ })).toHaveAttribute(
      'href',
      'https://git.example/b...c',
    );
    expect(await fact('Last change')).toHaveTextContent(/^ProvisionedMar 3, 2026.* · dana$/);
    expect(await screen.findByRole('link', { name: 'Chat' })).toHaveAttribute(
      'href',
      '/catalog/default/component/weather/chat',
    );
  });

  it('shows a running operation with its newest line, and cancels it', async () => {
    let state: Operation['state'] = 'running';
    const { requests } = renderCard({
      [path]: () => overview({ operation: operation(state) }),
      'GET /operations/op1/events': () => log('Creating the Foundry account (12 s).'),
      'POST /operations/op1/cancel': () => {
        state = 'cancelled';
        return operation('cancelled');
      },
    });
    expect(await screen.findByText('Provisioning: running')).toBeVisible();
    expect(await screen.findByText(/Creating the Foundry account/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(await screen.findByText('Provisioning: cancelled')).toBeVisible();
    expect(requests.map(({ route }) => route)).toContain('POST /operations/op1/cancel');
    expect(screen.getByRole('button', { name: 'Resume' })).toBeVisible();
  });

  it('says why an operation failed, and resumes it', async () => {
    const why = 'The region koreacentral has no quota left for gpt-5.2: ask for less capacity.';
    const { requests } = renderCard({
      [path]: overview({
        operation: operation('failed', { error: { name: 'InputError', message: why } }),
      }),
      'GET /operations/op1/events': () => log('It stopped.'),
      'POST /operations/op1/resume': operation('queued'),
    });
    expect(await screen.findByText(why)).toBeVisible();
    await userEvent.click(await screen.findByRole('button', { name: 'Resume' }));
    await waitFor(() =>
      expect(requests.map(({ route }) => route)).toContain('POST /operations/op1/resume'),
    );
  });

  it('leaves Resume and Cancel to those who may', async () => {
    const entityRef = 'component:default/rain';
    const running = operation('running', { entityRef });
    renderCard(
      { 'GET /apps/component/default/rain': overview({ entityRef, operation: running }) },
      // Answers about a permission are kept for each entity: this one was not asked about yet.
      { allow: false, name: 'rain' },
    );
    expect(await screen.findByText(/Only its owner and the platform team/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Cancel' })).not.toBeInTheDocument();
  });

  it("shows the backend's sentence when the state cannot be read", async () => {
    renderCard({ [path]: { status: 503, message: 'Azure does not answer: try again later.' } });
    expect(await screen.findByText(/Azure does not answer: try again later\./)).toBeVisible();
  });

  it('names the annotation that is missing', async () => {
    const { requests } = renderCard({}, { having: { 'private-ai/namespace': 'weather' } });
    expect(await screen.findByText('Missing Annotation')).toBeVisible();
    expect(screen.getAllByText('private-ai/landing-zone').length).toBeGreaterThan(0);
    expect(requests).toEqual([]);
  });
});
