import type { AppReleases, Operation } from '@private-ai/plugin-private-ai-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { log, operation, overview, path, renderCard, standing } from '../testing/card';

const [a, b, c] = ['a', 'b', 'c'].map(letter => letter.repeat(40));
const image = (letter: string) => `acr.example/weather@sha256:${letter.repeat(64)}`;
const releasesPath = '/apps/component/default/weather/releases';
const releases: AppReleases = {
  head: c,
  outages: [],
  problems: [],
  commits: {
    [c]: { page: 'https://git.example/c', difference: 'https://git.example/b...c' },
    [b]: { page: 'https://git.example/b', subject: 'Answer briefly', author: 'Bo' },
    [a]: { page: 'https://git.example/a', difference: 'https://git.example/b...a' },
  },
  items: [
    {
      ...{ commit: c, releasedAt: '2026-03-03T10:00:00Z', state: 'failed' },
      ...{ by: 'plugin:private-ai', error: 'It does not build.' },
    },
    {
      ...{ image: image('b'), commit: b, releasedAt: '2026-03-02T10:00:00Z', state: 'running' },
      by: 'user:default/dana',
    },
    { image: image('a'), commit: a, releasedAt: '2026-03-01T10:00:00Z', state: 'former' },
  ],
};
const failed = operation('failed', {
  kind: 'release',
  error: { name: 'Error', message: 'It does not build.' },
});
const events = { 'GET /operations/op1/events': () => log('Building.') };

describe('the releases on the overview', () => {
  it('say which commit, by whom, when, and how it ended', async () => {
    renderCard({ [path]: overview(), [`GET ${releasesPath}`]: releases });
    const section = within(await screen.findByRole('region', { name: 'Releases' }));
    const lines = section.getAllByRole('listitem').map(line => line.textContent);
    expect(lines).toEqual([
      expect.stringMatching(
        /^Failedc{12}.*Mar 3, 2026.* · a push to the repositoryIt does not build\.$/,
      ),
      expect.stringMatching(/^RunsAnswer briefly by Bo b{12}.*Mar 2, 2026.* · dana$/),
      expect.stringMatching(/^Ran beforea{12}.*Mar 1, 2026[^·]*$/),
    ]);
    expect(section.getByRole('link', { name: /Commit b{12}/ })).toHaveAttribute(
      'href',
      'https://git.example/b',
    );
    expect(section.getByRole('link', { name: 'dana' })).toHaveAttribute(
      'href',
      '/catalog/default/user/dana',
    );
  });

  it('say what could not be asked, and that there is none', async () => {
    const problems = ['The git host git.example was not reached.'];
    renderCard({
      [path]: overview(),
      [`GET ${releasesPath}`]: { items: [], commits: {}, outages: [], problems },
    });
    expect(await screen.findByText(problems[0])).toBeVisible();
    expect(screen.queryByText('Nothing was released yet.')).toBeNull();
  });

  it('have all of them at a press', async () => {
    const items = Array.from({ length: 7 }, (_, day) => ({
      ...releases.items[2],
      releasedAt: `2026-03-0${day + 1}T10:00:00Z`,
    }));
    renderCard({ [path]: overview(), [`GET ${releasesPath}`]: { ...releases, items } });
    await userEvent.click(await screen.findByRole('button', { name: 'Show 2 more' }));
    const section = within(screen.getByRole('region', { name: 'Releases' }));
    expect(section.getAllByRole('listitem')).toHaveLength(7);
  });

  it('are gone back with from the failure itself, once that is confirmed', async () => {
    let now: Operation = failed;
    const { requests } = renderCard({
      ...events,
      [path]: () =>
        overview({
          operation: now,
          status: standing('degraded', 'failed-running', { remedy: 'resume' }),
        }),
      [`GET ${releasesPath}`]: releases,
      [`POST ${releasesPath}`]: () => {
        now = operation('running', { kind: 'release' });
        return now;
      },
    });
    const panel = await screen.findByRole('region', { name: 'Releasing' });
    await userEvent.click(await within(panel).findByRole('button', { name: 'Go back…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Go back with weather?' }));
    expect(dialog.getByText(/of Mar 2, 2026.*nothing is built/)).toBeVisible();
    expect(dialog.getByText('Answer briefly')).toBeVisible();
    const posted = () => requests.filter(({ route }) => route === `POST ${releasesPath}`);
    expect(posted()).toEqual([]);
    await userEvent.click(dialog.getByRole('button', { name: 'Go back' }));
    expect(await screen.findByText('Releasing: running')).toBeVisible();
    expect(posted().map(({ body }) => body)).toEqual([{ image: image('b'), commit: b }]);
    // What the list says is asked anew.
    const asked = () => requests.filter(({ route }) => route === `GET ${releasesPath}`).length;
    await waitFor(() => expect(asked()).toBe(2));
  });

  it.each([
    ['failed', 'takes the place of what failed'],
    ['cancelled', 'takes the place of what was cancelled'],
  ] as const)('are not gone back with to what answered and %s itself', async (state, means) => {
    const [, running, former] = releases.items;
    const error = 'It answers, and not to the question.';
    const stopped = { ...releases.items[0], state, error: undefined };
    const items = [stopped, { ...running, error }, former];
    renderCard({
      ...events,
      [path]: overview({ operation: { ...failed, state } }),
      [`GET ${releasesPath}`]: { ...releases, items },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Go back…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Go back with weather?' }));
    expect(dialog.getByText(/of Mar 1, 2026/)).toHaveTextContent(means);
    expect(dialog.getByRole('link', { name: /Commit a{12}/ })).toBeVisible();
  });

  it('are released once more, and so called, where the last that ran is of the commit that failed', async () => {
    const [tried, , former] = releases.items;
    const again = { ...former, commit: tried.commit };
    renderCard({
      ...events,
      [path]: overview({ operation: failed }),
      [`GET ${releasesPath}`]: { ...releases, items: [tried, again] },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Once more…' }));
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Release weather once more?' }),
    );
    expect(dialog.getByText(/of Mar 1, 2026.* is of the same commit/)).toBeVisible();
    expect(dialog.getByRole('button', { name: 'Once more' })).toBeVisible();
    expect(dialog.queryByText(/[Gg]o back/)).toBeNull();
  });

  it('are not gone back with where nothing ran', async () => {
    renderCard({
      ...events,
      [path]: overview({ operation: failed }),
      [`GET ${releasesPath}`]: { ...releases, items: releases.items.slice(0, 1) },
    });
    expect(await screen.findByRole('button', { name: 'Resume' })).toBeVisible();
    expect(await screen.findByRole('region', { name: 'Releases' })).toBeVisible();
    expect(screen.queryByRole('button', { name: /Go back/ })).toBeNull();
  });
});
