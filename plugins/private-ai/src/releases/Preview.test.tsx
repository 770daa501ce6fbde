import type {
  AppPreview,
  AppReleases,
  AppRequest,
  Operation,
  Preview,
} from '@private-ai/plugin-private-ai-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { log, operation, overview, path, renderCard } from '../testing/card';

const app = '/apps/component/default/weather';
const request = { name: 'weather' } as AppRequest;
const commit = 'c'.repeat(40);
const image = `acr.example/weather@sha256:${'c'.repeat(64)}`;
const releases: AppReleases = {
  ...{ head: commit, outages: [], problems: [], commits: {}, items: [] },
};
const preview = (more: Partial<Preview> = {}): AppPreview => ({
  hours: 24,
  preview: {
    ...{ commit, image, by: 'user:default/dana', state: 'ready' },
    ...{ since: '2026-03-02T10:00:00Z', until: '2026-03-03T10:00:00Z' },
    told: { page: 'https://git.example/c', subject: 'Tell the wind', author: 'Ana' },
    ...more,
  },
});
const name = 'Preview of cccccccccccc — Tell the wind by Ana';

describe('Preview first', () => {
  it('says from the start when it ends and what it replaces, and is begun once', async () => {
    let started: Operation | undefined;
    let lost = true;
    const { requests } = renderCard({
      [path]: () => overview({ request, operation: started }),
      [`GET ${app}/releases`]: releases,
      [`GET ${app}/preview`]: preview({ commit: 'b'.repeat(40) }),
      [`POST ${app}/preview`]: () => {
        if (lost) {
          lost = false;
          return { status: 503, message: 'The portal restarts: try again.' };
        }
        started = operation('running', { kind: 'preview' });
        return started;
      },
      'GET /operations/op1/events': () => log('Building.'),
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Release' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Release weather' }));
    expect(await dialog.findByText(/by itself after 24 hours/)).toHaveTextContent(
      'It takes the place of the preview of bbbbbbbbbbbb, and the conversations',
    );
    const button = dialog.getByRole('button', { name: 'Preview first' });
    await userEvent.click(button);
    expect(await dialog.findByText(/The portal restarts/)).toBeVisible();
    await userEvent.click(button);
    expect(await screen.findByText('Making a preview: running')).toBeVisible();
    const [first, second] = requests.filter(({ route }) => route === `POST ${app}/preview`);
    expect(first.body).toEqual({ commit });
    expect(first.key).toBe(second.key);
    expect(screen.getByRole('button', { name: 'Promote…' })).toBeDisabled();
  });
});

describe('a preview that stands', () => {
  const renderWith = (more: Partial<Preview>, routes: Parameters<typeof renderCard>[0] = {}) =>
    renderCard({
      [path]: overview({ request }),
      [`GET ${app}/preview`]: preview(more),
      ...routes,
    });

  it('is told with its commit, since when and until when, and leads to its chat', async () => {
    renderWith({});
    expect(await screen.findByText(name)).toBeVisible();
    expect(screen.getByText(/Since Mar 2, 2026.* by itself after Mar 3, 2026/)).toBeVisible();
    const link = await screen.findByRole('link', { name: 'Chat with the preview' });
    expect(link).toHaveAttribute('href', expect.stringMatching(/\/chat\?preview$/));
  });

  it.each([
    ['Promote', `POST ${app}/releases`, { commit, image }],
    [
      'Take away',
      'POST /operations',
      {
        kind: 'end-preview',
        input: { entityRef: 'component:default/weather', landingZone: 'korea' },
      },
    ],
  ])('ends with %s, once that is confirmed', async (what, route, body) => {
    const { requests } = renderWith({}, { [route]: operation('queued') });
    await userEvent.click(await screen.findByRole('button', { name: `${what}…` }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(name)).toBeVisible();
    expect(requests.some(one => one.route === route)).toBe(false);
    await userEvent.click(dialog.getByRole('button', { name: what }));
    await waitFor(() => expect(requests.find(one => one.route === route)?.body).toEqual(body));
  });

  it('says why it did not come up, and is neither asked nor promoted', async () => {
    const error = 'weather-preview did not come up.\nIts last lines:\nno model given';
    renderWith({ state: 'failed', error });
    expect(await screen.findByText(/no model given/)).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Chat with the preview' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Promote…' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Take away…' })).toBeEnabled();
  });
});
