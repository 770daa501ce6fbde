import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { PlatformOverview } from '@private-ai/plugin-private-ai-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { log, operation } from '../testing/card';
import { fakePortal } from '../testing/fakePortal';
import { PlatformPage } from './PlatformPage';

const platform: PlatformOverview = {
  landingZones: [
    {
      name: 'korea',
      title: 'Korea Central',
      location: 'koreacentral',
      models: [
        {
          name: 'gpt-5.2',
          version: '2025-12-11',
          sku: 'DataZoneStandard',
          processing: 'data-zone',
          maxCapacity: 100,
          defaultCapacity: 10,
          used: 30,
          left: 70,
        },
      ],
      problems: ['The role is missing: assign it.'],
      outages: [
        {
          system: 'cluster',
          zone: 'Korea Central',
          since: '2026-01-01T00:00:00Z',
          sentence: { code: 'outage-cluster-away', parameters: { zone: 'Korea Central' } },
          detail: 'The connection was refused.',
        },
      ],
    },
    {
      ...{ name: 'japan', title: 'Japan East', location: 'japaneast' },
      ...{ models: [], problems: [], outages: [] },
    },
  ],
  templates: [{ version: '0.1.0', apps: 1 }],
  apps: [
    {
      entityRef: 'component:default/weather',
      owner: 'group:default/app-team',
      landingZone: 'korea',
      status: {
        state: 'idle',
        sentence: { code: 'idle', parameters: {} },
        remedy: 'wake',
      },
      templateVersion: '0.1.0',
      createdAt: new Date(Date.now() - 3 * 86_400_000).toISOString(),
    },
  ],
};

const operations = [
  operation('running', { kind: 'make', startedAt: '2026-01-01T00:00:00Z' }),
  operation('failed', {
    id: 'op2',
    kind: 'release',
    entityRef: 'component:default/rain',
    requestedBy: 'plugin:private-ai',
    startedAt: '2026-01-01T00:00:00Z',
    endedAt: '2026-01-01T00:01:05Z',
    error: { name: 'Error', message: 'The image cannot be pulled.' },
  }),
];

function render(api: ReturnType<typeof fakePortal>['api']) {
  renderInTestApp(<PlatformPage />, {
    apis: [api, mockApis.permission()],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
}

function renderPage() {
  const portal = fakePortal({
    'GET /platform': platform,
    'GET /operations': ({ url }) => {
      const states = url.searchParams.getAll('state');
      return { items: operations.filter(({ state }) => !states.length || states.includes(state)) };
    },
    'GET /operations/op2/events': () => log('It began.'),
  });
  render(portal.api);
  return portal;
}

describe('the platform page', () => {
  it('shows zones, what is left of their models, and every app', async () => {
    renderPage();
    expect(await screen.findByText('70 of 100, at most 100 an application')).toBeVisible();
    expect(screen.getByText('Data zone')).toBeVisible();
    expect(screen.getByText('The role is missing: assign it.')).toBeVisible();
    expect(screen.getAllByText('The cluster of Korea Central does not answer.')).toHaveLength(1);
    expect(screen.getByText('Version 0.1.0: 1 application')).toBeVisible();
    const row = screen.getByText('Idle').closest('tr')!;
    expect(within(row).getByText(/scaled to nothing.*Release on its overview wakes/)).toBeVisible();
    expect(within(row).getByRole('link', { name: /weather/ })).toBeVisible();
    expect(within(row).getByText('3 days')).toBeVisible();
    const fine = screen.getByText('Nothing needs attention').closest('article')!;
    expect(fine).toHaveTextContent('Japan East');
  });

  it('says as of when it is, and is asked anew at a press', async () => {
    const { requests } = renderPage();
    expect(await screen.findByText(/^As of \d/)).toBeVisible();
    const asked = () => requests.filter(({ route }) => route === 'GET /platform').length;
    expect(asked()).toBe(1);
    await userEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    await waitFor(() => expect(asked()).toBe(2));
  });

  it('lists what is under way, and what failed with its log and Resume', async () => {
    const user = userEvent.setup();
    renderPage();
    const list = within(await screen.findByRole('region', { name: 'Operations' }));
    const making = (await list.findByText('Making the application')).closest('tr')!;
    expect(making).toHaveTextContent(/running.*developer/);
    expect(list.queryByText('Releasing')).not.toBeInTheDocument();

    await user.click(list.getByRole('radio', { name: 'Failed or cancelled' }));
    const failed = (await list.findByText('Releasing')).closest('tr')!;
    expect(failed).toHaveTextContent(/rain.*failed.*a push to the repository.*1 min 5 sec/);
    const show = within(failed).getByRole('button', { name: /^Show the log: Releasing, .*rain$/ });
    await user.click(show);
    const panel = within(list.getByRole('region', { name: 'Releasing' }));
    expect(panel.getByRole('alert')).toHaveTextContent('The image cannot be pulled.');
    expect(await panel.findByRole('button', { name: 'Resume' })).toBeVisible();
    expect(show).toHaveAttribute('aria-expanded', 'true');
  });

  it('goes on to older operations where there are more, and back', async () => {
    const user = userEvent.setup();
    const time = (at: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, 200 - at)).toISOString();
    const all = Array.from({ length: 101 }, (_, at) =>
      operation('failed', {
        id: `op${at}`,
        createdAt: time(at),
        entityRef: `component:default/app-${at}`,
      }),
    );
    const { api } = fakePortal({
      'GET /platform': platform,
      'GET /operations': ({ url }) => {
        const before = url.searchParams.get('before');
        return {
          items: all.filter(({ createdAt }) => !before || createdAt < before).slice(0, 100),
        };
      },
    });
    render(api);
    const list = within(await screen.findByRole('region', { name: 'Operations' }));
    expect(await list.findByRole('link', { name: /app-99$/ })).toBeInTheDocument();
    await user.click(list.getByRole('button', { name: 'Older ones' }));
    expect(await list.findByRole('link', { name: /app-100$/ })).toBeVisible();
    expect(list.queryByRole('button', { name: 'Older ones' })).not.toBeInTheDocument();
    await user.click(list.getByRole('button', { name: 'Newest' }));
    expect(await list.findByRole('link', { name: /app-0$/ })).toBeInTheDocument();
  });
});
