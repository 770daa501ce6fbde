import { apiVersions } from '../azure/apiVersions';
import type { Azure } from '../azure/azureFor';
import type { ArmResource } from '../azure/client';
import { dnsZoneGroupBody, dnsZoneGroupId } from '../azure/dnsZoneGroup';
import { foundryAccountBody, foundryAccountId } from '../azure/foundryAccount';
import { modelDeploymentBody, modelDeploymentId } from '../azure/modelDeployment';
import { privateEndpointBody, privateEndpointId } from '../azure/privateEndpoint';
import { resourceGroupBody, resourceGroupId } from '../azure/resourceGroup';
import { OPENAI_USER } from '../azure/roleAssignment';
import { identityBody, identityId } from '../azure/userAssignedIdentity';
import type { ClusterClient } from '../kubernetes/client';
import { instrumentationManifest } from '../kubernetes/instrumentation';
import { namespaceManifests } from '../kubernetes/namespace';
import type { ManifestInput } from '../landingZones/names';
import { armResource } from './armResource';
import { clusterResource } from './clusterResource';
import { connectorResource } from './connectorResource';
import { resource, type Resource, type Step } from './resource';
import { roleAssignmentResource } from './roleAssignmentResource';

/** Everything that an application needs in Azure and in the cluster, with what has to be there before. */
export function appGraph(
  app: ManifestInput,
  { azure, cluster }: { azure: Azure; cluster: ClusterClient },
): Resource[] {
  const { arm } = azure;
  const { names, zone, request } = app;
  const owner = request.entityRef;
  const identity = (step: Step) =>
    step.of<ArmResource>('identity').properties as { clientId: string; principalId: string };
  const { dnsPolicy, dnsZoneIds } = zone.network;

  return [
    resourceGroup(app, azure),
    resource(
      armResource({
        id: 'identity',
        title: `Managed identity ${names.identity}`,
        dependsOn: ['resource-group'],
        arm,
        apiVersion: apiVersions.identity,
        armId: () => identityId(app),
        body: () => identityBody(app),
        owner,
      }),
    ),
    resource(
      armResource({
        id: 'foundry-account',
        title: `Foundry account ${names.foundryAccount}`,
        dependsOn: ['resource-group'],
        arm,
        apiVersion: apiVersions.cognitiveServices,
        armId: () => foundryAccountId(app),
        body: () => foundryAccountBody(app),
        owner,
      }),
    ),
    resource(
      armResource({
        id: 'model-deployment',
        title: `Model deployment ${names.modelDeployment}`,
        dependsOn: ['foundry-account'],
        arm,
        apiVersion: apiVersions.cognitiveServices,
        armId: () => modelDeploymentId(app),
        body: () => modelDeploymentBody(app),
      }),
    ),
    resource(
      armResource({
        id: 'private-endpoint',
        title: `Private endpoint ${names.privateEndpoint}`,
        dependsOn: ['foundry-account'],
        arm,
        apiVersion: apiVersions.network,
        armId: () => privateEndpointId(app),
        body: () => privateEndpointBody(app),
        owner,
        waitsFor: notApproved,
      }),
    ),
    ...(dnsPolicy === 'portal' && dnsZoneIds
      ? [
          resource(
            armResource({
              id: 'dns-zone-group',
              title: `DNS zone group of ${names.privateEndpoint}`,
              dependsOn: ['private-endpoint'],
              arm,
              apiVersion: apiVersions.network,
              armId: () => dnsZoneGroupId(app),
              body: () => dnsZoneGroupBody(dnsZoneIds),
            }),
          ),
        ]
      : []),
    resource(
      roleAssignmentResource({
        id: 'role-assignment',
        title: `Role Cognitive Services OpenAI User of ${names.identity}`,
        dependsOn: ['identity', 'foundry-account'],
        arm,
        grant: step => ({
          scope: foundryAccountId(app),
          principalId: identity(step).principalId,
          role: OPENAI_USER,
        }),
      }),
    ),
    resource(
      clusterResource({
        id: 'namespace',
        title: `Namespace ${names.namespace}`,
        dependsOn: [],
        cluster,
        manifests: namespaceManifests(app),
        owner,
      }),
    ),
    resource(
      connectorResource(app, {
        id: 'service-connector',
        dependsOn: ['namespace', 'identity', 'role-assignment', 'model-deployment'],
        azure,
        cluster,
        clientId: step => identity(step).clientId,
      }),
    ),
    resource(
      clusterResource({
        id: 'telemetry',
        title: `Telemetry of ${names.namespace}`,
        dependsOn: ['namespace'],
        cluster,
        manifests: [instrumentationManifest(app)],
        owner,
      }),
    ),
  ];
}

/** Made for the application, or the company's own: then it must be there, and is not written to. */
function resourceGroup(app: ManifestInput, { arm }: Azure): Resource {
  const { names } = app;
  const made = armResource({
    id: 'resource-group',
    title: `Resource group ${names.resourceGroup}`,
    dependsOn: [],
    arm,
    apiVersion: apiVersions.resourceGroup,
    armId: () => resourceGroupId(app),
    body: () => resourceGroupBody(app),
    owner: app.request.entityRef,
  });
  return resource(
    names.adoptsResourceGroup ? { ...made, differs: () => [], write: undefined } : made,
  );
}

function notApproved({ properties }: ArmResource): string | undefined {
  const [connection] = (properties.privateLinkServiceConnections ?? []) as {
    properties?: { privateLinkServiceConnectionState?: { status?: string } };
  }[];
  return connection?.properties?.privateLinkServiceConnectionState?.status === 'Pending'
    ? 'waiting for somebody to approve its connection'
    : undefined;
}
