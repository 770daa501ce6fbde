import type { Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_CONNECTOR,
  ANNOTATION_FOUNDRY_ACCOUNT,
  ANNOTATION_IDENTITY,
  ANNOTATION_MODEL_DEPLOYMENT,
} from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import { foundryAccountId } from '../azure/foundryAccount';
import { foundryProjectId } from '../azure/foundryProject';
import { modelDeploymentId } from '../azure/modelDeployment';
import { privateEndpointId } from '../azure/privateEndpoint';
import { sameText } from '../azure/resourceId';
import { linkerId } from '../azure/serviceConnector';
import { identityId } from '../azure/userAssignedIdentity';
import { namesOf } from '../app/names';
import type { Expected } from './health';
import type { AppLocation } from '../app/location';

/** An Azure resource that an entity's annotations say it has. */
export interface ExpectedInAzure extends Expected {
  armId: string;
  apiVersion: string;
  /** Whether the type takes tags, so that its tag must say whose it is. */
  tagged: boolean;
}

const armName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/;

/**
 * What the annotations name, by id. An AG-UI service that was there before the portal names none of it, and then
 * nothing of Azure is expected. An account that the landing zone's applications share is theirs neither by tag nor by a
 * private endpoint or project of its own.
 */
export function expectedInAzure(
  entity: Entity,
  { entityRef, zone }: AppLocation,
): ExpectedInAzure[] {
  // A name that is none would end up as another id: it counts as not given.
  const annotation = (key: string) => {
    const value = entity.metadata.annotations?.[key];
    return value && armName.test(value) ? value : undefined;
  };
  const account = annotation(ANNOTATION_FOUNDRY_ACCOUNT);
  const deployment = annotation(ANNOTATION_MODEL_DEPLOYMENT);
  const identity = annotation(ANNOTATION_IDENTITY);
  const connector = annotation(ANNOTATION_CONNECTOR);
  const derived = namesOf({ name: entity.metadata.name, entityRef, model: { name: '' } }, zone);
  const shared = derived.sharedAccountId !== undefined && sameText(account, derived.foundryAccount);
  const app = {
    zone,
    names: {
      ...derived,
      foundryAccount: account ?? derived.foundryAccount,
      modelDeployment: deployment ?? derived.modelDeployment,
      // Made before the landing zone's applications came to share one.
      sharedAccountId: shared ? derived.sharedAccountId : undefined,
      identity: identity ?? derived.identity,
    },
  };
  const found: ExpectedInAzure[] = [];
  if (account) {
    found.push({
      id: 'foundry-account',
      type: 'Microsoft.CognitiveServices/accounts',
      name: account,
      armId: foundryAccountId(app),
      apiVersion: apiVersions.cognitiveServices,
      tagged: !shared,
    });
  }
  if (account && !shared) {
    found.push({
      id: 'foundry-project',
      type: 'Microsoft.CognitiveServices/accounts/projects',
      name: derived.foundryProject,
      armId: foundryProjectId(app),
      apiVersion: apiVersions.cognitiveServices,
      tagged: false,
    });
    found.push({
      id: 'private-endpoint',
      type: 'Microsoft.Network/privateEndpoints',
      name: derived.privateEndpoint,
      armId: privateEndpointId(app),
      apiVersion: apiVersions.network,
      tagged: true,
    });
  }
  if (account && deployment) {
    found.push({
      id: 'model-deployment',
      type: 'Microsoft.CognitiveServices/accounts/deployments',
      name: deployment,
      armId: modelDeploymentId(app),
      apiVersion: apiVersions.cognitiveServices,
      tagged: false,
    });
  }
  if (identity) {
    found.push({
      id: 'identity',
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      name: identity,
      armId: identityId(app),
      apiVersion: apiVersions.identity,
      tagged: true,
    });
  }
  if (connector) {
    found.push({
      id: 'service-connector',
      type: 'Microsoft.ServiceLinker/linkers',
      name: connector,
      armId: linkerId(zone.aks.clusterId, connector),
      apiVersion: apiVersions.serviceConnector,
      tagged: false,
    });
  }
  return found;
}

/** The same deployment under another name: a Change may have given the agent another than the annotation says. */
export function namedDeployment(expected: ExpectedInAzure, name: string | undefined) {
  if (name === undefined || !armName.test(name)) return expected;
  return { ...expected, name, armId: expected.armId.replace(/[^/]+$/, name) };
}
