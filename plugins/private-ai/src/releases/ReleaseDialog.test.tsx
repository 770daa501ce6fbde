import type { AppReleases, AppRequest, Operation } from '@private-ai/plugin-private-ai-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { log, operation, overview, path, renderCard } from '../testing/card';

const digest = (letter: string) => `acr.example/weather@sha256:${letter.repeat(64)}`;
const releases: AppReleases = {
  head: 'c'.repeat(40),
  outages: [],
  problems: [],
  commits: {
    ['c'.repeat(40)]: {
      ...{ page: 'https://git.example/c', difference: 'https://git.example/b...c' },
      ...{ subject: 'Tell the wind', author: 'Ana' },
    },
    ['b'.repeat(40)]: { page: 'https://git.example/b', subject: 'Answer briefly', author: 'Bo' },
    ['a'.repeat(40)]: { page: 'https://git.example/a', difference: 'https://git.example/b...a' },
  },
  items: [
    {
      image: digest('b'),
      commit: 'b'.repeat(40),
      releasedAt: '2026-03-02T10:00:00Z',
      state: 'running',
    },
    {
      image: digest('a'),
      commit: 'a'.repeat(40),
      releasedAt: '2026-03-01T10:00:00Z',
      state: 'former',
    },
  ],
};
const request = { name: 'weather' } as AppRequest;
const releasesPath = '/apps/component/default/weather/releases';

async function open(routes: Parameters<typeof renderCard>[0]) {
  const portal = renderCard({ [path]: overview({ request }), ...routes });
  await userEvent.click(await screen.findByRole('button', { name: 'Release' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Release weather' }));
  return { ...portal, dialog };
}

describe('Release', () => {
  it('says what runs, and builds and releases the newest commit once', async () => {
    let started: Operation | undefined;
    let lost = true;
    const { dialog, requests } = await open({
      [path]: () => overview({ request, operation: started }),
      [`GET ${releasesPath}`]: releases,
      [`POST ${releasesPath}`]: () => {
        if (lost) {
          lost = false;
          return { status: 503, message: 'The portal restarts: try again.' };
        }
        started = operation('running', { kind: 'release' });
        return started;
      },
      'GET /operations/op1/events': () => log('Building.'),
    });
    expect(await dialog.findByText(/^b{12} runs, since Mar 2, 2026/)).toBeVisible();
    expect(
      dialog.getByRole('radio', { name: /The newest commit\s*Tell the wind\s*by Ana\s*c{12}$/ }),
    ).toBeChecked();
    expect(dialog.getByRole('link', { name: /What it changes/ })).toHaveAttribute(
      'href',
      'https://git.example/b...c',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Build and release' }));
    expect(await dialog.findByText('The portal restarts: try again.')).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Build and release' }));
    expect(await screen.findByText('Releasing: running')).toBeVisible();
    const posts = requests.filter(({ route }) => route === `POST ${releasesPath}`);
    expect(posts.map(({ body }) => body)).toEqual(Array(2).fill({ commit: 'c'.repeat(40) }));
    expect(new Set(posts.map(({ key }) => key)).size).toBe(1);
  });

  it('goes back to what ran before', async () => {
    const { dialog, requests } = await open({
      [`GET ${releasesPath}`]: releases,
      [`POST ${releasesPath}`]: operation('queued', { kind: 'release' }),
    });
    await userEvent.click(
      await dialog.findByRole('radio', { name: /Back to the release of Mar 1, 2026/ }),
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Go back' }));
    await waitFor(() => expect(requests.at(-1)).toMatchObject({ route: path }));
    expect(requests.find(({ route }) => route === `POST ${releasesPath}`)?.body).toEqual({
      image: digest('a'),
      commit: 'a'.repeat(40),
    });
  });

  it('gives up what did not come up by going back to what runs, one of two commits of the same image', async () => {
    const [running, former] = releases.items;
    const same = { ...former, image: running.image };
    const { dialog, requests } = await open({
      [`GET ${releasesPath}`]: {
        ...releases,
        items: [
          { ...running, image: digest('c'), commit: releases.head, state: 'failed' },
          running,
          same,
        ],
      },
      [`POST ${releasesPath}`]: operation('queued', { kind: 'release' }),
    });
    expect(await dialog.findByText('c'.repeat(12) + ' did not come up.')).toBeVisible();
    expect(
      dialog.getAllByRole('radio', { name: /did not come up/ }).map(one => one.closest('label')),
    ).toHaveLength(2);
    for (const choice of dialog.getAllByRole('radio')) expect(choice).not.toBeChecked();
    expect(dialog.getAllByRole('radio')).toHaveLength(4);
    await userEvent.click(dialog.getByRole('radio', { name: /Back to the release of Mar 1/ }));
    expect(dialog.getByRole('radio', { name: /Back to the release of Mar 2/ })).not.toBeChecked();
    await userEvent.click(dialog.getByRole('radio', { name: /Back to the release of Mar 2/ }));
    await userEvent.click(dialog.getByRole('button', { name: 'Go back' }));
    await waitFor(() => expect(requests.at(-1)).toMatchObject({ route: path }));
    expect(requests.find(({ route }) => route === `POST ${releasesPath}`)?.body).toEqual({
      image: running.image,
      commit: running.commit,
    });
  });

  it('says what did not come up only of what was tried after what runs, and calls a try once more so', async () => {
    const [running] = releases.items;
    const failed = { ...releases.items[1], state: 'failed' as const };
    const { dialog } = await open({
      [`GET ${releasesPath}`]: { ...releases, items: [running, failed] },
    });
    expect(await dialog.findByText(/^b{12} runs/)).toBeVisible();
    expect(dialog.queryByText(/^a{12} did not come up/)).toBeNull();
    await userEvent.click(dialog.getByRole('radio', { name: /Once more: what was tried/ }));
    expect(dialog.getByRole('button', { name: 'Once more' })).toBeEnabled();
  });

  it('picks nothing by itself where the newest commit runs already, and says what could not be asked', async () => {
    const { dialog } = await open({
      [`GET ${releasesPath}`]: {
        head: 'b'.repeat(40),
        items: releases.items,
        commits: {},
        outages: [],
        problems: ['The git host does not answer.'],
      },
    });
    const newest = await dialog.findByRole('radio', { name: /it runs already/ });
    expect(newest).not.toBeChecked();
    expect(dialog.getByRole('button', { name: 'Build and release' })).toBeDisabled();
    expect(dialog.getByText('The git host does not answer.')).toBeVisible();
    for (const choice of dialog.getAllByRole('radio')) expect(choice).not.toBeChecked();
    await userEvent.click(newest);
    expect(dialog.getByRole('button', { name: 'Build and release' })).toBeEnabled();
  });

  it("shows the backend's sentence when nothing can be read, and asks again", async () => {
    let answer: object = { status: 502, message: 'The cluster does not answer.' };
    const { dialog } = await open({ [`GET ${releasesPath}`]: () => answer });
    expect(await dialog.findByText('The cluster does not answer.')).toBeVisible();
    answer = releases;
    await userEvent.click(dialog.getByRole('button', { name: 'Try again' }));
    expect(await dialog.findByText(/^b{12} runs/)).toBeVisible();
  });
});
