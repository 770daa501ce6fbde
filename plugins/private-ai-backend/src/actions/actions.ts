import type { LandingZone } from '../config/landingZone';
import { createBuildImageAction } from './buildImage';
import { buildImageNotes } from './buildImage.examples';
import { createCheckWorkspaceAction } from './checkWorkspace';
import { checkWorkspaceNotes } from './checkWorkspace.examples';
import { createDeployAction } from './deploy';
import { deployNotes } from './deploy.examples';
import { createMakeAction } from './make';
import { makeNotes } from './make.examples';
import { noted } from './notes';
import { createPlanAction } from './plan';
import { planNotes } from './plan.examples';
import type { PortalApi } from '../portalApi/portalApi';
import { createProvisionAction } from './provision';
import { provisionNotes } from './provision.examples';
import { createProvisionFoundryAction } from './provisionFoundry';
import { provisionFoundryNotes } from './provisionFoundry.examples';
import { createProvisionIdentityAction } from './provisionIdentity';
import { provisionIdentityNotes } from './provisionIdentity.examples';
import { createProvisionNamespaceAction } from './provisionNamespace';
import { provisionNamespaceNotes } from './provisionNamespace.examples';
import { createProvisionServiceConnectorAction } from './provisionServiceConnector';
import { provisionServiceConnectorNotes } from './provisionServiceConnector.examples';
import { createProvisionTelemetryAction } from './provisionTelemetry';
import { provisionTelemetryNotes } from './provisionTelemetry.examples';
import { createReleaseAction } from './release';
import { releaseNotes } from './release.examples';
import { createRetireAction } from './retire';
import { retireNotes } from './retire.examples';
import { createVerifyAction } from './verify';
import { verifyNotes } from './verify.examples';

/** Every action, in the order in which a template comes to use them. */
export function createActions(deps: {
  api: PortalApi;
  zones: readonly LandingZone[];
  /** Where a person finds an application. */
  pageOf(entityRef: string): string;
}) {
  return [
    noted(createPlanAction(deps), planNotes),
    noted(createCheckWorkspaceAction(), checkWorkspaceNotes),
    noted(createMakeAction(deps), makeNotes),
    noted(createProvisionAction(deps), provisionNotes),
    noted(createProvisionFoundryAction(deps), provisionFoundryNotes),
    noted(createProvisionIdentityAction(deps), provisionIdentityNotes),
    noted(createProvisionNamespaceAction(deps), provisionNamespaceNotes),
    noted(createProvisionServiceConnectorAction(deps), provisionServiceConnectorNotes),
    noted(createProvisionTelemetryAction(deps), provisionTelemetryNotes),
    noted(createBuildImageAction(deps), buildImageNotes),
    noted(createDeployAction(deps), deployNotes),
    noted(createVerifyAction(deps), verifyNotes),
    noted(createReleaseAction(deps), releaseNotes),
    noted(createRetireAction(deps), retireNotes),
  ] as const;
}
