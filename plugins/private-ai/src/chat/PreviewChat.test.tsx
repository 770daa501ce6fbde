import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { field, path, renderTab } from './renderTabForTest';

const preview = {
  ...{ commit: 'c'.repeat(40), image: 'acr.example/weather@sha256:c', state: 'ready' },
  ...{ since: '2026-03-02T10:00:00Z', until: '2026-03-03T10:00:00Z' },
  told: { page: 'https://git.example/c', subject: 'Tell the wind', author: 'Ana' },
};

describe('the chat with a preview', () => {
  it('is marked with its commit, and asks the preview alone', async () => {
    const { requests, sent } = renderTab(
      {
        [`GET ${path}/preview`]: { hours: 24, preview },
        [`GET ${path}/preview/threads`]: { items: [] },
      },
      { at: '/?preview' },
    );
    expect(await screen.findByText('Preview of cccccccccccc — Tell the wind by Ana')).toBeVisible();
    expect(screen.getByText(/not to the application.*Mar 3, 2026/)).toBeVisible();
    await userEvent.type(await field(), 'Hi{Enter}');
    await waitFor(() => expect(sent(`POST ${path}/preview/runs`)).toHaveLength(1));
    expect(requests.filter(({ route }) => !route.includes('/preview'))).toEqual([]);
  });

  it('says that there is none, and leads to the application’s', async () => {
    renderTab({ [`GET ${path}/preview`]: { hours: 24 } }, { at: '/?preview' });
    expect(await screen.findByText(/There is no preview/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Chat with the application' })).toBeVisible();
  });
});
