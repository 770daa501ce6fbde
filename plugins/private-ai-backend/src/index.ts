import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import { privateAiActionsModule } from './module';
import { privateAiPlugin } from './plugin';

/** The backend plugin and its scaffolder actions. */
export default createBackendFeatureLoader({
  loader: () => [privateAiPlugin, privateAiActionsModule],
});

export { privateAiActionsModule, privateAiPlugin };
export { isLandingZone, landingZoneConditions } from './permissions/landingZone';
