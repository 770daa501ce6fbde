import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { scaffolderTemplatingExtensionPoint } from '@backstage/plugin-scaffolder-node/alpha';
import { createActions } from './actions/actions';
import { pagesAt } from './portalApi/pagesAt';
import { portalApi } from './portalApi/portalApi';
import { workspaceHoldsFiles } from './actions/workspace';
import { readLandingZones } from './config/landingZone';

/** The scaffolder's actions `private-ai:*`, and what templates ask about a workspace. */
export const privateAiActionsModule = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'private-ai-actions',
  register(registration) {
    registration.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        scaffolder: scaffolderActionsExtensionPoint,
        templating: scaffolderTemplatingExtensionPoint,
      },
      async init({ auth, config, discovery, scaffolder, templating }) {
        const api = portalApi({ auth, discovery });
        const pageOf = pagesAt(config.getString('app.baseUrl'));
        scaffolder.addActions(...createActions({ api, zones: readLandingZones(config), pageOf }));
        templating.addTemplateGlobals([workspaceHoldsFiles(config)]);
      },
    });
  },
});
