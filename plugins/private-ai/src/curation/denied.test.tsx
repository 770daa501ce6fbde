import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { fakePortal } from '../testing/fakePortal';
import { PlatformPage } from './PlatformPage';

// In a file of its own: what was answered about a permission is kept for the whole session.
describe('the platform page, for others than the platform team', () => {
  it('says why it is closed, and asks the backend nothing', async () => {
    const { api, requests } = fakePortal({});
    renderInTestApp(<PlatformPage />, {
      apis: [api, mockApis.permission({ authorize: AuthorizeResult.DENY })],
    });
    expect(await screen.findByText('This page is for the platform team')).toBeVisible();
    expect(screen.getByText(/private-ai\.curation\.read/)).toBeVisible();
    expect(requests).toEqual([]);
  });
});
