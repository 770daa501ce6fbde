import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider, entityRouteRef } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { Suspense } from 'react';
import { fakePortal } from '../testing/fakePortal';
import ChatTab from './ChatTab';
import { keptThread, type keptRun } from './runForTest';

export const path = '/apps/component/default/weather';
export const empty = { [`GET ${path}/threads`]: { items: [] } };
export const weather = 'What is the weather in Seoul?';

/** The tab on an entity's page, in front of a portal that answers from a table. */
export function renderTab(
  routes: Parameters<typeof fakePortal>[0],
  { name = 'weather', allow = true, annotated = true, config = {}, at = '/' } = {},
) {
  const portal = fakePortal(routes);
  const annotations: Record<string, string> = annotated ? { 'private-ai/namespace': name } : {};
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
  };
  renderInTestApp(
    <Suspense fallback="">
      <EntityProvider entity={entity}>
        <ChatTab />
      </EntityProvider>
    </Suspense>,
    {
      apis: [
        portal.api,
        mockApis.permission({ authorize: allow ? AuthorizeResult.ALLOW : AuthorizeResult.DENY }),
      ],
      config,
      initialRouteEntries: [at],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
  const sent = (route: string) => portal.requests.filter(one => one.route === route);
  return { ...portal, sent };
}

export const field = () => screen.findByRole('textbox', { name: 'Your question' });
export const log = () => screen.findByRole('log');
export const kept = (runs: ReturnType<typeof keptRun>[]) => {
  const { runs: _, ...thread } = keptThread(runs);
  return {
    [`GET ${path}/threads`]: { items: [thread] },
    [`GET ${path}/threads/t1`]: keptThread(runs),
  };
};
