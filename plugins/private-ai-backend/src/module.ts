import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createBuildImageAction } from './actions/buildImage';
import { createDeployAction } from './actions/deploy';
import { createPlanAction } from './actions/plan';
import { portalApi } from './actions/portalApi';
import { createProvisionAction } from './actions/provision';
import { createVerifyAction } from './actions/verify';
import { readLandingZones } from './config';

/** The scaffolder's actions `private-ai:*`. */
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
      },
      async init({ auth, config, discovery, scaffolder }) {
        const api = portalApi({ auth, discovery });
        const zones = readLandingZones(config);
        scaffolder.addActions(
          createPlanAction({ api, zones }),
          createProvisionAction({ api, zones }),
          createBuildImageAction({ api, zones }),
          createDeployAction({ api }),
          createVerifyAction({ api }),
        );
      },
    });
  },
});
