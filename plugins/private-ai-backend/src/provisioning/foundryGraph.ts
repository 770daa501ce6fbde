import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';
import { dnsZoneGroupBody, dnsZoneGroupId } from '../azure/dnsZoneGroup';
import { foundryProjectBody, foundryProjectId } from '../azure/foundryProject';
import type { ManifestInput } from '../app/names';
import { accountResource } from '../resources/foundryAccount';
import { armResource } from '../resources/armResource';
import { modelDeploymentResource } from '../resources/modelDeployment';
import { privateEndpointResource } from '../resources/privateEndpoint';
import { resource, type Resource } from '../engine/resource';
import { sharedAccountResource } from '../resources/sharedAccount';

/** The model and the way to it. A shared account is only given a deployment, and that only where it has none. */
export function foundryGraph(app: ManifestInput, arm: ArmClient): Resource[] {
  const deployment = resource(modelDeploymentResource(app, arm));
  if (app.names.sharedAccountId !== undefined)
    return [resource(sharedAccountResource(app, arm)), deployment];
  return [
    resource(accountResource(app, arm)),
    resource(
      armResource({
        id: 'foundry-project',
        type: 'Foundry project',
        name: app.names.foundryProject,
        dependsOn: ['foundry-account'],
        within: 'foundry-account',
        arm,
        apiVersion: apiVersions.cognitiveServices,
        armId: () => foundryProjectId(app),
        body: (_, found) => foundryProjectBody(app, found),
        owner: app.request.entityRef,
      }),
    ),
    deployment,
    resource(privateEndpointResource(app, arm)),
    ...zoneGroup(app, arm),
  ];
}

/** Names of the endpoint in the landing zone's DNS; none where a policy of the company writes them. */
function zoneGroup(app: ManifestInput, arm: ArmClient): Resource[] {
  const { dnsPolicy, dnsZoneIds } = app.zone.network;
  if (dnsPolicy === 'managed' || !dnsZoneIds) return [];
  return [
    resource(
      armResource({
        id: 'dns-zone-group',
        type: 'DNS zone group',
        name: `default of ${app.names.privateEndpoint}`,
        dependsOn: ['private-endpoint'],
        within: 'private-endpoint',
        arm,
        apiVersion: apiVersions.network,
        armId: () => dnsZoneGroupId(app),
        body: (_, found) => dnsZoneGroupBody(dnsZoneIds, found),
      }),
    ),
  ];
}
