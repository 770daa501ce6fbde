import type { LandingZone } from '../config/landingZone';
import { createBuildImageAction } from './buildImage';
import { createCheckWorkspaceAction } from './checkWorkspace';
import { createDeployAction } from './deploy';
import { createPlanAction } from './plan';
import type { PortalApi } from '../portalApi/portalApi';
import { createProvisionAction } from './provision';
import { createProvisionFoundryAction } from './provisionFoundry';
import { createProvisionIdentityAction } from './provisionIdentity';
import { createProvisionNamespaceAction } from './provisionNamespace';
import { createProvisionServiceConnectorAction } from './provisionServiceConnector';
import { createProvisionTelemetryAction } from './provisionTelemetry';
import { createReleaseAction } from './release';
import { createRetireAction } from './retire';
import { createVerifyAction } from './verify';

/** Every action, in the order in which a template comes to use them. */
export function createActions(deps: { api: PortalApi; zones: readonly LandingZone[] }) {
  return [
    createPlanAction(deps),
    createCheckWorkspaceAction(),
    createProvisionAction(deps),
    createProvisionFoundryAction(deps),
    createProvisionIdentityAction(deps),
    createProvisionNamespaceAction(deps),
    createProvisionServiceConnectorAction(deps),
    createProvisionTelemetryAction(deps),
    createBuildImageAction(deps),
    createDeployAction(deps),
    createVerifyAction(deps),
    createReleaseAction(deps),
    createRetireAction(deps),
  ] as const;
}
