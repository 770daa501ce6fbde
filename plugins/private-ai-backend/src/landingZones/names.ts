import { createHash } from 'node:crypto';
import type { AppRequest } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config';
import { fillPattern, namingRules, type NamedType } from './patterns';

/** Every name that is derived from an application's. */
export interface AppNames {
  resourceGroup: string;
  /** The group is the company's: it exists, holds others' resources too, and is left as it is. */
  adoptsResourceGroup: boolean;
  identity: string;
  foundryAccount: string;
  /** The account's name in DNS: `<this>.openai.azure.com`. */
  foundrySubdomain: string;
  modelDeployment: string;
  privateEndpoint: string;
  /** Service Connector's linker on the cluster. */
  connector: string;
  namespace: string;
  /** Kubernetes Deployment and Service. */
  service: string;
  /** The Secret that Service Connector makes for the connector. */
  connectorSecret: string;
}

/** What a manifest or an Azure body is made of. */
export interface ManifestInput {
  request: AppRequest;
  names: AppNames;
  zone: LandingZone;
}

/** The names of an application in a landing zone; nothing else derives one. */
export function namesOf(
  request: Pick<AppRequest, 'name' | 'entityRef'> & { model: Pick<AppRequest['model'], 'name'> },
  zone: Pick<LandingZone, 'naming'> & { azure: Pick<LandingZone['azure'], 'subscriptionId'> },
): AppNames {
  const { naming } = zone;
  const values = {
    app: request.name,
    model: request.model.name,
    hash: shortHash(zone.azure.subscriptionId, request.entityRef),
  };
  const connector = fillPattern(naming.connector, values).toLowerCase().replaceAll('-', '_');
  return {
    resourceGroup: fillPattern(naming.resourceGroup, values),
    adoptsResourceGroup: !naming.resourceGroup.includes('{app}'),
    identity: fillPattern(naming.identity, values),
    foundryAccount: fillPattern(naming.foundryAccount, values),
    foundrySubdomain: fillPattern(naming.foundrySubdomain, values).toLowerCase(),
    modelDeployment: fillPattern(naming.modelDeployment, values),
    privateEndpoint: fillPattern(naming.privateEndpoint, values),
    connector,
    namespace: fillPattern(naming.namespace, values),
    service: request.name,
    connectorSecret: connectorSecretName(connector),
  };
}

/** Names that Azure or Kubernetes would refuse, each as a sentence. */
export function nameProblems(names: AppNames): string[] {
  return (Object.keys(namingRules) as NamedType[]).flatMap(type => {
    const { valid, rule } = namingRules[type];
    return valid.test(names[type])
      ? []
      : [
          `The ${titles[type]} would be called "${names[type]}", which is refused: it takes ${rule}.`,
        ];
  });
}

/** Service Connector's rule for the Secret of a connector: letters and digits only, lower case. */
export function connectorSecretName(connector: string): string {
  return `sc-${connector.replace(/[^a-zA-Z0-9]/g, '').toLowerCase()}-secret`;
}

/** Service Connector's rule for the ServiceAccount of an identity. */
export function serviceAccountName(clientId: string): string {
  return `sc-account-${clientId}`;
}

const titles: Record<NamedType, string> = {
  resourceGroup: 'resource group',
  identity: 'managed identity',
  foundryAccount: 'Foundry account',
  foundrySubdomain: 'Foundry subdomain',
  modelDeployment: 'model deployment',
  privateEndpoint: 'private endpoint',
  connector: 'service connector',
  namespace: 'Kubernetes namespace',
};

function shortHash(subscriptionId: string, entityRef: string): string {
  return createHash('sha256')
    .update(`${subscriptionId}/${entityRef}`.toLowerCase())
    .digest('hex')
    .slice(0, 8);
}
