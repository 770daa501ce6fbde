import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { PlatformOverview } from '@private-ai/plugin-private-ai-common';
import { screen, within } from '@testing-library/react';
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
      problems: ['The cluster does not answer: check aks.clusterId.'],
    },
  ],
  templates: [{ version: '0.1.0', apps: 1 }],
  apps: [
    {
      entityRef: 'component:default/weather',
      owner: 'group:default/app-team',
      landingZone: 'korea',
      health: 'unhealthy',
      templateVersion: '0.1.0',
      createdAt: new Date(Date.now() - 3 * 86_400_000).toISOString(),
    },
  ],
};

function renderPage() {
  const { api } = fakePortal({ 'GET /platform': platform });
  renderInTestApp(<PlatformPage />, {
    apis: [api, mockApis.permission()],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
}

describe('the platform page', () => {
  it('shows zones, what is left of their models, and every app', async () => {
    renderPage();
    expect(await screen.findByText('70 of 100')).toBeVisible();
    expect(screen.getByText('Data zone')).toBeVisible();
    expect(screen.getByText('The cluster does not answer: check aks.clusterId.')).toBeVisible();
    expect(screen.getByText('Version 0.1.0: 1 application')).toBeVisible();
    const row = screen.getByText('Unhealthy').closest('tr')!;
    expect(within(row).getByRole('link', { name: /weather/ })).toBeVisible();
    expect(within(row).getByText('3 days')).toBeVisible();
  });
});
