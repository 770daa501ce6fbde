/// <reference types="@backstage/cli/asset-types" />
import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint, EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { ANNOTATION_NAMESPACE } from '@private-ai/plugin-private-ai-common';
import { RiDashboardLine, RiSparkling2Line } from '@remixicon/react';
import { privateAiApiRef } from './api/PrivateAiApi';
import { PrivateAiClient } from './api/PrivateAiClient';
import { formFields } from './fields/formFields';
import { catalogRouteRef, platformRouteRef, rootRouteRef, templateRouteRef } from './routes';
import { privateAiTranslationRef } from './translations/ref';

/** Entities that say where their private AI app is. */
const isPrivateAiApp = {
  [`metadata.annotations.${ANNOTATION_NAMESPACE}`]: { $exists: true },
};

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: privateAiApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new PrivateAiClient(deps),
    }),
});

const overviewCard = EntityCardBlueprint.make({
  name: 'overview',
  params: {
    type: 'content',
    filter: isPrivateAiApp,
    loader: () => import('./overview/OverviewCard').then(({ OverviewCard }) => <OverviewCard />),
  },
});

const chatTab = EntityContentBlueprint.make({
  name: 'chat',
  params: {
    path: '/chat',
    title: privateAiTranslationRef('chat.title'),
    filter: isPrivateAiApp,
    loader: () => import('./chat/ChatTab').then(({ default: ChatTab }) => <ChatTab />),
  },
});

const metricsTab = EntityContentBlueprint.make({
  name: 'metrics',
  params: {
    path: '/metrics',
    title: privateAiTranslationRef('metrics.title'),
    filter: isPrivateAiApp,
    loader: () => import('./metrics/MetricsTab').then(({ default: MetricsTab }) => <MetricsTab />),
  },
});

const homePage = PageBlueprint.make({
  params: {
    path: '/private-ai',
    title: privateAiTranslationRef('home.title'),
    icon: <RiSparkling2Line />,
    routeRef: rootRouteRef,
    loader: () => import('./home/HomePage').then(({ HomePage }) => <HomePage />),
  },
});

const platformPage = PageBlueprint.make({
  name: 'platform',
  params: {
    path: '/private-ai-platform',
    title: privateAiTranslationRef('curation.title'),
    icon: <RiDashboardLine />,
    routeRef: platformRouteRef,
    loader: () => import('./curation/PlatformPage').then(({ PlatformPage }) => <PlatformPage />),
  },
});

/** Everything that a person sees of private AI apps: form fields, entity page, one's own applications, platform page. */
export const privateAiPlugin = createFrontendPlugin({
  pluginId: 'private-ai',
  title: 'Private AI',
  icon: <RiSparkling2Line />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef, platform: platformRouteRef },
  externalRoutes: { template: templateRouteRef, catalog: catalogRouteRef },
  extensions: [api, overviewCard, chatTab, metricsTab, homePage, platformPage, ...formFields],
});
