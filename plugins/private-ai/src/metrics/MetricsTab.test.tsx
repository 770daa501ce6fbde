import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { AppMetrics, MetricPanel } from '@private-ai/plugin-private-ai-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakePortal } from '../testing/fakePortal';
import MetricsTab from './MetricsTab';

const end = Date.UTC(2026, 0, 1, 12) / 1000;
const route = 'GET /apps/component/default/weather/metrics';

function metrics(panels: MetricPanel[], range: AppMetrics['range'] = '1h'): AppMetrics {
  return { range, start: end - 3600, end, step: 60, panels };
}

const latency: MetricPanel = {
  id: 'latency',
  unit: 'seconds',
  total: 1.5,
  series: [
    {
      label: 'p50',
      points: [
        [end - 120, 0.5],
        [end - 60, 0.25],
      ],
    },
    { label: 'p95', points: [[end - 60, 2]] },
  ],
};

function renderTab(
  answer: Parameters<typeof fakePortal>[0][string],
  authorize: AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
  name = 'weather',
  more: Parameters<typeof fakePortal>[0] = {},
) {
  const portal = fakePortal({ [route]: answer, ...more });
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, annotations: { 'private-ai/namespace': 'weather' } },
  };
  renderInTestApp(
    <EntityProvider entity={entity}>
      <MetricsTab />
    </EntityProvider>,
    { apis: [portal.api, mockApis.permission({ authorize })] },
  );
  return portal;
}

describe('the metrics tab', () => {
  it('shows a figure, a curve for each series, and the same as a table', async () => {
    renderTab(metrics([latency]));
    expect(await screen.findByText('Response time')).toBeVisible();
    expect(screen.getByText('1.5 sec')).toBeVisible();
    expect(screen.getByRole('img', { name: 'Response time over the last 1 hour' })).toBeVisible();
    await userEvent.click(screen.getByText('As a table'));
    const rows = within(screen.getByRole('table')).getAllByRole('row');
    expect(rows.map(row => row.textContent)).toEqual([
      'Timep50p95',
      expect.stringMatching(/250 ?ms2 sec$/),
      expect.stringMatching(/500 ?ms–$/),
    ]);
  });

  it('keeps a panel that failed apart from those that did not', async () => {
    const error = 'Prometheus refused the query: choose a shorter range.';
    renderTab(metrics([latency, { id: 'errors', unit: 'percent', series: [], error }]));
    expect(await screen.findByText(error)).toBeVisible();
    expect(screen.getByRole('img', { name: /Response time/ })).toBeVisible();
  });

  it('says that nothing was measured yet', async () => {
    renderTab(metrics([{ id: 'requests', unit: 'requests', series: [] }]));
    expect(await screen.findByText('No metrics yet')).toBeVisible();
  });

  it('asks nobody to ask an agent that does not answer', async () => {
    const status = { state: 'retired', sentence: { code: 'retired', parameters: {} } };
    renderTab(metrics([{ id: 'requests', unit: 'requests', series: [] }]), undefined, 'weather', {
      'GET /apps/component/default/weather': { status },
    });
    expect(await screen.findByText('Its resources were removed.')).toBeVisible();
    expect(screen.queryByText(/Ask the agent something/)).not.toBeInTheDocument();
  });

  it("shows the backend's one sentence when Prometheus is down", async () => {
    const down = 'Prometheus of the landing zone korea does not answer: tell the platform team.';
    renderTab({ status: 503, message: down });
    expect(await screen.findByText('The metrics could not be read')).toBeVisible();
    expect(screen.getByText(down)).toBeVisible();
  });

  it('keeps the curves when a later look fails, and says since when they are old', async () => {
    let now: object = metrics([latency]);
    renderTab(() => now);
    expect(await screen.findByRole('img', { name: /Response time/ })).toBeVisible();
    now = { status: 503, message: 'Prometheus is away.' };
    await userEvent.click(screen.getByRole('button', { name: 'Refresh' }));
    expect(
      await screen.findByText(/^Prometheus is away\. What is shown was read before/),
    ).toBeVisible();
    expect(screen.getByRole('img', { name: /Response time/ })).toBeVisible();
    // Another range is another question.
    await userEvent.click(screen.getByRole('radio', { name: '6 hours' }));
    expect(await screen.findByText('Prometheus is away.')).toBeVisible();
    expect(screen.queryByRole('img', { name: /Response time/ })).toBeNull();
  });

  it('asks again for another range', async () => {
    const { requests } = renderTab(({ url }) =>
      metrics([latency], url.searchParams.get('range') as AppMetrics['range']),
    );
    await userEvent.click(await screen.findByRole('radio', { name: '6 hours' }));
    expect(await screen.findByRole('img', { name: /over the last 6 hours/ })).toBeVisible();
    expect(requests.map(({ query }) => query)).toEqual(['?range=1h', '?range=6h']);
  });

  it('says which permission is missing, and asks nothing', async () => {
    const { requests } = renderTab(metrics([latency]), AuthorizeResult.DENY, 'rain');
    expect(await screen.findByText(/private-ai\.metrics\.read/)).toBeVisible();
    expect(requests).toEqual([]);
  });
});
