import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import {
  say,
  type AppMetrics,
  type AppOverview,
  type AppPlan,
  type AppPreview,
  type AppReleases,
  type ChatThread,
  type ChatTranscript,
  type LandingZoneOffer,
  type MetricRange,
  type MyApp,
  type MyApps,
  type NameAnswer,
  type Operation,
  type OperationKind,
  type OperationState,
  type PlanRequest,
  type PlatformOverview,
  type RetirementPlan,
  type RunStart,
  type TrialStart,
} from '@private-ai/plugin-private-ai-common';
import type { OperationEvent, PrivateAiApi } from '../src';
import { answering, thread } from './conversation';
import { figures } from './figures';
import { overviews } from './overviews';
import { trialOf } from './trial';
import { planOf, platform, zones } from './zones';

const pause = (milliseconds: number) => new Promise(done => setTimeout(done, milliseconds));
/** As the backend refuses. */
async function refuse(statusCode: number, message: string): Promise<never> {
  const body = { error: { name: 'Error', message }, response: { statusCode } };
  throw await ResponseError.fromResponse(Response.json(body, { status: statusCode }));
}
/** What the git host says of a commit. */
const told = (digit: string, subject: string, running?: string) => ({
  [digit.repeat(40)]: {
    ...{ subject, author: 'Dana Developer' },
    page: `https://git.example/apps/weather/commit/${digit.repeat(40)}`,
    ...(running && {
      difference: `https://git.example/apps/weather/compare/${running.repeat(40)}...${digit.repeat(40)}`,
    }),
  },
});
const nothingIsDone = () =>
  refuse(503, 'These pages stand alone: there is nobody who would do it.');
const stateOf = (entityRef: string) => overviews[parseEntityRef(entityRef).name] ?? {};

/** The portal as the pages see it: always the same answers, and nothing is ever done. */
export class FixedAnswers implements PrivateAiApi {
  async landingZones(): Promise<LandingZoneOffer[]> {
    return zones;
  }

  async name(name: string): Promise<NameAnswer> {
    if (!overviews[name]) return { verdict: 'free' };
    const sentence = say('name-taken', { entityRef: `component:default/${name}` });
    return { verdict: 'refused', sentence };
  }

  async plan(request: PlanRequest): Promise<AppPlan> {
    await pause(400);
    return planOf(request);
  }

  tryModels(trial: TrialStart, signal: AbortSignal) {
    return trialOf(trial, signal);
  }

  async overview(entityRef: string): Promise<AppOverview> {
    const { overview } = stateOf(entityRef);
    if (overview) return overview;
    return refuse(503, `The portal could not read ${entityRef}: try again.`);
  }

  async metrics(_entityRef: string, range: MetricRange): Promise<AppMetrics> {
    return figures(range);
  }

  async retirement(entityRef: string): Promise<RetirementPlan> {
    const { resources = [] } = stateOf(entityRef).overview ?? {};
    return {
      removes: resources.map(({ type, name }) => ({ type, name })),
      stays: [{ name: 'The repository', message: 'It is not touched.' }],
      chats: { conversations: 3, people: 2 },
      after: {
        unregister: { name: entityRef },
        archive: { name: 'git.example?owner=apps&repo=weather' },
      },
    };
  }

  async unregister(): Promise<void> {
    return nothingIsDone();
  }

  async releases(): Promise<AppReleases> {
    const image = (digit: string) => `acr.example/private-ai/weather@sha256:${digit.repeat(64)}`;
    return {
      items: [
        {
          ...{ commit: '3'.repeat(40), releasedAt: '2026-01-03T09:00:00Z', state: 'failed' },
          by: 'plugin:private-ai',
          error: 'The build ended with exit code 1: src/agent.ts does not compile.',
        },
        {
          ...{ image: image('2'), commit: '2'.repeat(40) },
          ...{ releasedAt: '2026-01-02T09:00:00Z', state: 'running' },
          by: 'user:default/developer',
        },
        {
          ...{ image: image('1'), commit: '1'.repeat(40) },
          ...{ releasedAt: '2026-01-01T09:00:00Z', state: 'former' },
        },
      ],
      head: '4'.repeat(40),
      commits: {
        ...told('4', 'Tell the wind as well', '2'),
        ...told('3', 'Ask a newer weather service', '2'),
        ...told('2', 'Answer more briefly'),
        ...told('1', 'The weather, as the template made it', '2'),
      },
      outages: [],
      problems: [],
    };
  }

  async startRelease(): Promise<Operation<'release'>> {
    return nothingIsDone();
  }

  async preview(entityRef: string): Promise<AppPreview> {
    if (parseEntityRef(entityRef).name !== 'weather') return { hours: 24 };
    const commit = '4'.repeat(40);
    const hour = 3_600_000;
    return {
      hours: 24,
      preview: {
        ...{ commit, image: `acr.example/private-ai/weather@sha256:${'4'.repeat(64)}` },
        told: told('4', 'Tell the wind as well', '2')[commit],
        by: 'user:default/developer',
        since: new Date(Date.now() - hour).toISOString(),
        until: new Date(Date.now() + 23 * hour).toISOString(),
        state: 'ready',
      },
    };
  }

  async startPreview(): Promise<Operation<'preview'>> {
    return nothingIsDone();
  }

  async myApps(): Promise<MyApps> {
    const apps = Object.entries(overviews).flatMap(([name, { overview }]): MyApp[] => {
      if (!overview) return [];
      const { entityRef, landingZone, status } = overview;
      const commit = '2'.repeat(40);
      const { [commit]: answers } = told('2', 'Answer more briefly');
      return [
        {
          ...{ entityRef, status, owner: 'group:default/team-a', landingZone: landingZone.title },
          ...(name === 'weather' && {
            running: { commit, ...answers },
            waiting: 1,
            figures: { runs: 42, errors: 3, cost: { amount: 1.27, currency: 'USD' } },
          }),
          ...(name === 'starting' && { figures: {} }),
          may: { release: !overview.adopted, chat: true },
        },
      ];
    });
    return { apps, outages: [], problems: [] };
  }

  async platform(): Promise<PlatformOverview> {
    return platform;
  }

  async operations(entityRef: string): Promise<Operation[]> {
    return stateOf(entityRef).operations ?? [];
  }

  async allOperations({ states }: { states?: readonly OperationState[] }): Promise<Operation[]> {
    return Object.values(overviews)
      .flatMap(({ overview, operations = [] }) =>
        overview?.operation ? [overview.operation] : operations,
      )
      .filter(({ state }) => !states || states.includes(state));
  }

  async startOperation<K extends OperationKind>(): Promise<Operation<K>> {
    return nothingIsDone();
  }

  async cancelOperation(): Promise<Operation> {
    return nothingIsDone();
  }

  async resumeOperation(): Promise<Operation> {
    return nothingIsDone();
  }

  /** A line a second; it never ends. */
  async *followOperation(
    _id: string,
    { after = 0, signal }: { after?: number; signal: AbortSignal },
  ): AsyncGenerator<OperationEvent> {
    for (let seq = after + 1; !signal.aborted; seq++) {
      const time = new Date().toISOString();
      const message = `Private endpoint: Azure still makes it (${seq} s).`;
      yield { type: 'log', line: { seq, time, level: 'info', message } };
      await pause(1000);
    }
  }

  async startRun(_entityRef: string, run: RunStart): Promise<Response> {
    return answering(run);
  }

  async followRun(): Promise<Response> {
    return refuse(404, 'No answer is under way.');
  }

  async stopRun(): Promise<void> {
    return nothingIsDone();
  }

  async threads(): Promise<ChatThread[]> {
    return [thread];
  }

  async transcript(): Promise<ChatTranscript> {
    return thread;
  }

  async deleteThread(): Promise<void> {
    return nothingIsDone();
  }
}
