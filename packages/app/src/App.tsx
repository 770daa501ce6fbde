import { createApp } from '@backstage/frontend-defaults';
import appModuleUserSettings from '@backstage/plugin-app-module-user-settings';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import kubernetesPlugin from '@backstage/plugin-kubernetes/alpha';
import notificationsPlugin from '@backstage/plugin-notifications/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import signalsPlugin from '@backstage/plugin-signals/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import privateAiPlugin from '@private-ai/plugin-private-ai';
import { languageModules } from './language/languageModule';
import { layoutModule } from './layout/layoutModule';
import { navModule } from './nav/navModule';
import { signInModule } from './signIn/signInModule';

export default createApp({
  features: [
    // First, so that its card leads on the entity page.
    privateAiPlugin,
    catalogPlugin,
    catalogGraphPlugin,
    kubernetesPlugin,
    notificationsPlugin,
    orgPlugin,
    scaffolderPlugin,
    searchPlugin,
    signalsPlugin,
    userSettingsPlugin,
    appModuleUserSettings,
    ...languageModules,
    layoutModule,
    navModule,
    signInModule,
  ],
});
