import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider, entityRouteRef } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type {
  AppOverview,
  AppStatus,
  Operation,
  SentenceCode,
} from '@private-ai/plugin-private-ai-common';
import { Suspense } from 'react';
import { eventStream, fakePortal } from './fakePortal';
import { catalogRouteRef, templateRouteRef } from '../routes';
import { OverviewCard } from '../overview/OverviewCard';

const annotations: Record<string, string> = {
  'private-ai/landing-zone': 'korea',
  'private-ai/namespace': 'weather',
};
export const path = 'GET /apps/component/default/weather';

export const standing = (
  state: AppStatus['state'],
  code: SentenceCode,
  more: Partial<AppStatus> & { parameters?: Record<string, string> } = {},
): AppStatus => {
  const { parameters = {}, ...rest } = more;
  return { state, sentence: { code, parameters }, ...rest };
};

export function overview(more: Partial<AppOverview> = {}): AppOverview {
  return {
    entityRef: 'component:default/weather',
    landingZone: { name: 'korea', title: 'Korea Central' },
    namespace: 'weather',
    status: standing('running', 'running'),
    resources: [],
    links: [],
    outages: [],
    ...more,
  };
}

export function operation(state: Operation['state'], more: Partial<Operation> = {}): Operation {
  const time = '2026-01-01T00:00:00Z';
  return {
    id: 'op1',
    kind: 'provision',
    entityRef: 'component:default/weather',
    landingZone: 'korea',
    requestedBy: 'user:default/developer',
    state,
    input: {} as Operation['input'],
    cancelRequested: false,
    createdAt: time,
    updatedAt: time,
    ...more,
  };
}

export function log(...messages: string[]) {
  const events = messages.map((message, index) => {
    const line = { seq: index + 1, time: '2026-01-01T00:00:00Z', level: 'info', message };
    return `id: ${line.seq}\nevent: log\ndata: ${JSON.stringify(line)}\n\n`;
  });
  return eventStream(events, { open: true });
}

/** The card of an entity. Answers about a permission are kept for each entity: another answer needs another name. */
export function renderCard(
  routes: Parameters<typeof fakePortal>[0],
  { allow = true, having = annotations, name = 'weather', language = 'en' } = {},
) {
  localStorage.setItem('language', language);
  const portal = fakePortal({
    [`GET /apps/component/default/${name}/releases`]: {
      items: [],
      commits: {},
      outages: [],
      problems: [],
    },
    [`GET /apps/component/default/${name}/preview`]: { hours: 24 },
    ...routes,
  });
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations: having },
  };
  renderInTestApp(
    // Korean is loaded when it is first shown.
    <Suspense fallback="">
      <EntityProvider entity={entity}>
        <OverviewCard />
      </EntityProvider>
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
        '/catalog': catalogRouteRef,
        '/create/templates/:namespace/:templateName': templateRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      apis: [
        portal.api,
        mockApis.permission({ authorize: allow ? AuthorizeResult.ALLOW : AuthorizeResult.DENY }),
      ],
    },
  );
  return portal;
}
