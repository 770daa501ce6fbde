import type { ResourceId } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import type { Resource } from '../engine/resource';
import type { ClusterClient } from '../kubernetes/client';
import { agentConfig } from './agentConfig';
import { agentRollout } from './agentRollout';
import { builderAccess } from './builderAccess';
import { builderCredential } from './builderCredential';
import { builderIdentity } from './builderIdentity';
import { caBundle } from './caBundle';
import { collector } from './collector';
import { isMade, type Descriptor, type Placed, type ZoneResource } from './descriptor';
import { dnsZoneGroup } from './dnsZoneGroup';
import { federatedCredential } from './federatedCredential';
import { formerDeployments } from './formerDeployments';
import { foundryAccount } from './foundryAccount';
import { foundryProject } from './foundryProject';
import { identity } from './identity';
import { modelDeployment } from './modelDeployment';
import { namespace } from './namespace';
import { ownerAccess } from './ownerAccess';
import { podMonitor } from './podMonitor';
import { portalAccess } from './portalAccess';
import { portalKeys } from './portalKeys';
import { privateEndpoint } from './privateEndpoint';
import { resourceGroup } from './resourceGroup';
import { roleAssignment } from './roleAssignment';
import { serviceConnector } from './serviceConnector';
import { telemetry } from './telemetry';

const byId = {
  'resource-group': resourceGroup,
  identity,
  'foundry-account': foundryAccount,
  'foundry-project': foundryProject,
  'model-deployment': modelDeployment,
  'private-endpoint': privateEndpoint,
  'dns-zone-group': dnsZoneGroup,
  'role-assignment': roleAssignment,
  'federated-credential': federatedCredential,
  'builder-identity': builderIdentity,
  'builder-access': builderAccess,
  'builder-credential': builderCredential,
  namespace,
  'owner-access': ownerAccess,
  'portal-access': portalAccess,
  'portal-keys': portalKeys,
  'ca-bundle': caBundle,
  'service-connector': serviceConnector,
  telemetry,
  collector,
  'pod-monitor': podMonitor,
  'agent-config': agentConfig,
  'agent-rollout': agentRollout,
  'former-deployments': formerDeployments,
} satisfies Record<ResourceId, Descriptor>;

/** Everything that an application may be made of, in the order in which a plan tells it. */
export const descriptors: readonly Descriptor[] = Object.values(byId);

/** Undefined for what is no resource of an application, such as a check or a Deployment. */
export const descriptorOf = (id: string): Descriptor | undefined =>
  descriptors.find(one => one.id === id);

/** The landing zone's own, made by the portal or given: once for all applications, and also before the first. */
export function zoneResources(zone: LandingZone, cluster: ClusterClient): Resource[] {
  const at = placedIn(zone);
  return descriptors
    .filter((one): one is ZoneResource => one.in === 'landing-zone')
    .map(one =>
      isMade(one, at) ? one.made({ zone }, { cluster }) : one.given({ zone }, { cluster }),
    );
}

/** Any application of a landing zone. */
export const placedIn = (zone: LandingZone): Placed => ({
  zone,
  names: {
    sharedAccountId: zone.foundry.account === 'shared' ? zone.foundry.accountId : undefined,
  },
});
