import { sentences, type AppRequest, type Outage } from '@private-ai/plugin-private-ai-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { operation, overview, path, renderCard, standing } from '../testing/card';

const outage: Outage = {
  system: 'cluster',
  zone: '한국 중부',
  since: '2026-01-01T00:00:00Z',
  sentence: { code: 'outage-cluster-away', parameters: { zone: '한국 중부' } },
  detail: 'connect ECONNREFUSED',
};

const states = {
  making: overview({
    status: standing('making', 'making-parts', {
      parameters: { done: '2', all: '10' },
      since: '2026-01-01T00:00:00Z',
      usualSeconds: 250,
    }),
    resources: [
      {
        ...{ id: 'namespace', type: 'Namespace', name: 'weather', health: 'next' },
        sentence: { code: 'row-next', parameters: {} },
        message: sentences['row-next'],
      },
    ],
  }),
  idle: overview({ status: standing('idle', 'idle', { remedy: 'wake' }) }),
  unreachable: overview({
    status: standing('unreachable', 'cluster-away', {
      parameters: { zone: '한국 중부' },
      remedy: 'passes',
      last: { state: 'running', at: '2026-01-01T00:00:00Z' },
    }),
    outages: [outage],
  }),
  failed: overview({
    status: standing('failed', 'failed-at', {
      parameters: { resource: 'aif-weather' },
      remedy: 'resume',
    }),
  }),
};

describe('the state of an application', () => {
  it.each([
    ['making', 'Being made', /2 of 10 things are there/, /usually takes 4 min 10 sec here/],
    ['idle', 'Idle', /scaled to nothing/, /^Release wakes it/],
    ['unreachable', 'Out of sight', /how it is now is not known/, /was last seen, .*: Running/],
    ['failed', 'Not working', /failed at aif-weather/, /^Resume goes on from where/],
  ] as const)('%s is said in English', async (state, label, sentence, more) => {
    renderCard({ [path]: states[state] });
    expect(await screen.findByText(label)).toBeVisible();
    expect(screen.getByText(sentence)).toBeVisible();
    expect(screen.getByText(more)).toBeVisible();
  });

  it.each([
    ['making', '만드는 중', /10개 중 2개가 준비되었습니다/, /보통 4분 10초 걸립니다/],
    ['idle', '유휴', /파드 수가 0/, /릴리스하면 깨어납니다/],
    [
      'unreachable',
      '확인할 수 없음',
      /지금 상태를 알 수 없습니다/,
      /마지막으로 확인한 상태.*실행 중/,
    ],
    ['failed', '작동하지 않음', /다음에서 실패했고.*aif-weather/, /이어서 진행을 누르면/],
  ] as const)(
    '%s is said in Korean, and nothing of it in English',
    async (state, label, ...said) => {
      // Who may do nothing sees no buttons, which have texts of their own.
      const name = `ko-${state}`;
      const route = `GET /apps/component/default/${name}`;
      renderCard({ [route]: states[state] }, { language: 'ko', allow: false, name });
      expect(await screen.findByText(label)).toBeVisible();
      for (const text of said) expect(screen.getByText(text)).toBeVisible();
      const card = screen.getByText(label).closest('dl')!.parentElement!;
      // But for what a program said, behind a summary.
      card.querySelectorAll('details p').forEach(one => one.remove());
      const known = /Korea Central|aif-weather|weather|Azure|Kubernetes|Deployment|Service/g;
      expect(card.textContent!.replace(known, '')).not.toMatch(/[A-Za-z]{4,}/);
    },
  );

  it('says one outage once, with what was said behind it', async () => {
    renderCard({ [path]: { ...states.unreachable, outages: [outage] } });
    expect(await screen.findAllByText(/The cluster of .* does not answer\.$/)).toHaveLength(1);
    expect(screen.getByText('connect ECONNREFUSED')).not.toBeVisible();
  });

  it('names who can do what the person may not', async () => {
    renderCard({ 'GET /apps/component/default/mist': states.idle }, { allow: false, name: 'mist' });
    expect(await screen.findByText(/Its owner and the platform team may do that/)).toBeVisible();
  });

  it('brings back what is gone, with what was last asked for', async () => {
    const request = { name: 'weather', entityRef: 'component:default/weather' } as AppRequest;
    const names = 'pe-weather';
    const { requests } = renderCard({
      [path]: overview({
        request,
        status: standing('degraded', 'parts-gone', { parameters: { names }, remedy: 'repair' }),
      }),
      'POST /operations': operation('queued'),
    });
    const notice = (await screen.findByText(/is not there any more: pe-weather/)).closest('div')!;
    expect(within(notice).queryByText(/provision/)).toBeNull();
    await userEvent.click(await screen.findByRole('button', { name: 'Bring back' }));
    await waitFor(() =>
      expect(requests).toContainEqual(
        expect.objectContaining({
          route: 'POST /operations',
          body: { kind: 'provision', input: { app: request } },
        }),
      ),
    );
  });
});
