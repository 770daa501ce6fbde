import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { MyApp, MyApps as Answered } from '@private-ai/plugin-private-ai-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Suspense } from 'react';
import { operation, standing } from '../testing/card';
import { fakePortal } from '../testing/fakePortal';
import { templateRouteRef } from '../routes';
import { HomePage } from './HomePage';

const commit = 'b'.repeat(40);
const app = (name: string, more: Partial<MyApp> = {}): MyApp => ({
  entityRef: `component:default/${name}`,
  owner: 'group:default/team-a',
  landingZone: 'Korea Central',
  status: standing('running', 'running'),
  may: { release: true, chat: true },
  ...more,
});
const answer = (apps: MyApp[], more: Partial<Answered> = {}): Answered => ({
  ...{ apps, outages: [], problems: [] },
  ...more,
});
const failed = standing('degraded', 'failed-running', { remedy: 'resume' });

function open(routes: Parameters<typeof fakePortal>[0], language = 'en') {
  localStorage.setItem('language', language);
  const portal = fakePortal(routes);
  renderInTestApp(
    // Korean is loaded when it is first shown.
    <Suspense fallback="">
      <HomePage />
    </Suspense>,
    {
      config: {
        app: {
          extensions: [
            { 'api:app/app-language': { config: { availableLanguages: ['en', 'ko'] } } },
          ],
        },
      },
      mountedRoutes: {
        '/create/templates/:namespace/:templateName': templateRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      apis: [portal.api],
    },
  );
  return portal;
}
const card = async (name: string) =>
  within((await screen.findByRole('link', { name })).closest('li')!);

describe('my AI apps', () => {
  afterEach(() => localStorage.clear());

  it('say how each is, which commit runs, whose it is, and lead to its chat, all in one question', async () => {
    const running = {
      ...{ commit, page: 'https://git.example/b', subject: 'Answer briefly', author: 'Bo' },
    };
    const { requests } = open({ 'GET /my/apps': answer([app('weather', { running })]) });
    const weather = await card('weather');
    expect(weather.getByText('Running')).toBeVisible();
    expect(weather.getByText('Answer briefly')).toBeVisible();
    expect(weather.getByText(/by Bo/)).toBeVisible();
    expect(weather.getByRole('link', { name: /Commit b{12}/ })).toHaveAttribute(
      'href',
      'https://git.example/b',
    );
    expect(weather.getByRole('link', { name: 'team-a' })).toHaveAttribute(
      'href',
      '/catalog/default/group/team-a',
    );
    expect(weather.getByRole('link', { name: 'Chat with weather' })).toHaveAttribute(
      'href',
      '/catalog/default/component/weather/chat',
    );
    expect(weather.queryByRole('button', { name: /Go back/ })).toBeNull();
    expect(requests.map(({ route }) => route)).toEqual(['GET /my/apps']);
  });

  it('say what each was asked and cost lately, unknown where nobody knows, and which conversations wait', async () => {
    open({
      'GET /my/apps': answer([
        app('weather', {
          figures: { runs: 42, errors: 0, cost: { amount: 5, currency: 'USD' } },
          waiting: 2,
        }),
        app('rain', { figures: {} }),
        app('hidden'),
      ]),
    });
    const weather = await card('weather');
    const told = (terms: HTMLElement[]) =>
      terms.map(term => `${term.textContent}: ${term.nextElementSibling?.textContent}`);
    expect(told(weather.getAllByRole('term'))).toEqual([
      'Questions, last hour: 42',
      'Failed model calls, last hour: 0',
      'Model cost, last 24 hours: $5.00',
    ]);
    expect(
      weather.getByRole('link', { name: '2 conversations wait for your answer' }),
    ).toHaveAttribute('href', '/catalog/default/component/weather/chat');
    const rain = await card('rain');
    expect(told(rain.getAllByRole('term'))).toEqual([
      'Questions, last hour: unknown',
      'Failed model calls, last hour: unknown',
    ]);
    expect(rain.queryByText(/wait for your answer/)).toBeNull();
    expect((await card('hidden')).queryAllByRole('term')).toEqual([]);
  });

  it('say why one is not simply running, and lead from what failed back to what ran last', async () => {
    const releasesPath = '/apps/component/default/weather/releases';
    const image = `acr.example/weather@sha256:${'b'.repeat(64)}`;
    const { requests } = open({
      'GET /my/apps': answer([
        app('weather', { status: failed, stopped: 'release' }),
        app('changed', { status: failed, stopped: 'provision' }),
      ]),
      [`GET ${releasesPath}`]: {
        ...{ commits: {}, outages: [], problems: [] },
        items: [
          { commit: 'c'.repeat(40), releasedAt: '2026-03-03T10:00:00Z', state: 'failed' },
          { image, commit, releasedAt: '2026-03-02T10:00:00Z', state: 'running' },
        ],
      },
      [`POST ${releasesPath}`]: operation('queued', { kind: 'release' }),
    });
    const weather = await card('weather');
    expect(
      weather.getByText(/What ran before it goes on answering.*Resume on its overview/),
    ).toBeVisible();
    // Nothing of it was to be released.
    expect((await card('changed')).queryByRole('button', { name: /Go back/ })).toBeNull();
    await userEvent.click(weather.getByRole('button', { name: 'Go back with weather?' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Go back with weather?' }));
    await userEvent.click(await dialog.findByRole('button', { name: 'Go back' }));
    await waitFor(() =>
      expect(requests.filter(({ route }) => route === 'GET /my/apps')).toHaveLength(2),
    );
    expect(requests.find(({ route }) => route === `POST ${releasesPath}`)?.body).toEqual({
      ...{ image, commit },
    });
  });

  it('offer nobody what they may not, and no chat with what cannot answer', async () => {
    const idle = standing('idle', 'idle', { remedy: 'wake' });
    open({
      'GET /my/apps': answer([
        app('weather', { may: { release: false, chat: false } }),
        app('asleep', { status: idle }),
      ]),
    });
    const weather = await card('weather');
    expect(weather.queryByRole('button')).toBeNull();
    expect(weather.queryByRole('link', { name: /Chat/ })).toBeNull();
    const asleep = await card('asleep');
    expect(asleep.getByRole('button', { name: 'Release asleep' })).toBeVisible();
    expect(asleep.queryByRole('link', { name: /Chat/ })).toBeNull();
  });

  it('lead to the form where there are none', async () => {
    open({ 'GET /my/apps': answer([]) });
    expect(await screen.findByText(/None of your teams has/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Create an application' })).toHaveAttribute(
      'href',
      '/create/templates/default/private-ai-app',
    );
  });

  it('say one outage once, and what is beyond the page', async () => {
    open({
      'GET /my/apps': answer([app('weather')], {
        more: 3,
        problems: ['The git host git.example was not reached.'],
        outages: [
          {
            ...{ system: 'cluster', zone: 'Korea Central', since: '2026-01-01T00:00:00Z' },
            sentence: { code: 'outage-cluster-away', parameters: { zone: 'Korea Central' } },
            detail: 'connect ECONNREFUSED',
          },
        ],
      }),
    });
    expect(await screen.findByText('The cluster of Korea Central does not answer.')).toBeVisible();
    expect(screen.getByText('The git host git.example was not reached.')).toBeVisible();
    expect(screen.getByText('3 more are in the catalog.')).toBeVisible();
  });

  it('are looked at sooner while one is starting, or anything else is under way', async () => {
    jest.useFakeTimers();
    try {
      let state: MyApp['status']['state'] = 'starting';
      const { requests } = open({
        'GET /my/apps': () => answer([app('weather', { status: standing(state, 'starting') })]),
      });
      await card('weather');
      state = 'running';
      await act(() => jest.advanceTimersByTimeAsync(10_000));
      expect(requests).toHaveLength(2);
      await act(() => jest.advanceTimersByTimeAsync(10_000));
      expect(requests).toHaveLength(2);
    } finally {
      jest.useRealTimers();
    }
  });

  it('are asked for again where they could not be read', async () => {
    let now: object = { status: 503, message: 'The portal restarts: try again.' };
    open({ 'GET /my/apps': () => now });
    expect(await screen.findByText('The portal restarts: try again.')).toBeVisible();
    now = answer([app('weather')]);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await card('weather')).toBeDefined();
  });

  it('are said in Korean, and nothing of it in English', async () => {
    const figures = { runs: 1, cost: { amount: 5, currency: 'KRW' } };
    open(
      { 'GET /my/apps': answer([app('weather', { status: failed, figures, waiting: 1 })]) },
      'ko',
    );
    const weather = await card('weather');
    expect(weather.getByText('일부 이상')).toBeVisible();
    const section = screen.getByRole('region', { name: '내 팀의 애플리케이션' });
    expect(section.textContent!.replace(/Korea Central|weather|team-a/g, '')).not.toMatch(
      /[A-Za-z]{4,}/,
    );
  });
});
