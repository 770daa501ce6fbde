import { createHash } from 'node:crypto';
import { parseEntityRef } from '@backstage/catalog-model';
import type { AppRequest } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { fillPattern, namingRules, type NamedType } from '../config/patterns';
import { problemOf, type Problem } from './problem';
import { reservedNamespace, type Keeping } from './reservedNamespaces';

/** Every name that is derived from an application's. */
export interface AppNames {
  resourceGroup: string;
  /** The group is the company's: it exists, holds others' resources too, and is left as it is. */
  adoptsResourceGroup: boolean;
  identity: string;
  /** The identity that the application's images are built as, where repositories have permissions of their own. */
  builder: string;
  foundryAccount: string;
  /** Id of the landing zone's own account, where applications share one. */
  sharedAccountId?: string;
  /** The account's name in DNS: `<this>.openai.azure.com`. */
  foundrySubdomain: string;
  foundryProject: string;
  /** In a shared account: how it would be called if none is there; the graph says which is used. */
  modelDeployment: string;
  privateEndpoint: string;
  /** Service Connector's linker on the cluster. */
  connector: string;
  namespace: string;
  /** Kubernetes Deployment and Service. */
  service: string;
  /** The Secret that Service Connector makes for the connector. */
  connectorSecret: string;
  /** The ConfigMap with what the agent is told and which model it asks. */
  agentConfig: string;
  /** The ConfigMap with the public keys that the portal's word about its users is checked with. */
  portalKeys: string;
  /** The ConfigMap with the authorities that the landing zone's inspecting firewall signs with. */
  caBundle: string;
}

/** A group or a user as Microsoft Entra knows it, and with it the cluster. */
export interface OwnerSubject {
  kind: 'Group' | 'User';
  /** Object id. */
  id: string;
}

/** What a manifest or an Azure body is made of. */
export interface ManifestInput {
  request: AppRequest;
  names: AppNames;
  zone: LandingZone;
  /** Undefined where the catalog does not say who the owner is in Microsoft Entra. */
  owner?: OwnerSubject;
  /** Where its entity is described; undefined where the catalog has not taken it up yet. */
  origin?: string;
}

/** The names of an application in a landing zone; nothing else derives one. */
export function namesOf(
  request: Pick<AppRequest, 'name' | 'entityRef'> & {
    model: Pick<AppRequest['model'], 'name'> & Partial<AppRequest['model']>;
  },
  zone: Pick<LandingZone, 'naming'> &
    Partial<Pick<LandingZone, 'foundry'>> & { azure: Pick<LandingZone['azure'], 'subscriptionId'> },
): AppNames {
  const { naming, foundry } = zone;
  const { name: model, version = '', sku = '' } = request.model;
  const values = {
    app: request.name,
    model,
    version,
    sku: sku.toLowerCase(),
    hash: shortHash(zone.azure.subscriptionId, request.entityRef),
  };
  const connector = fillPattern(naming.connector, values).toLowerCase().replaceAll('-', '_');
  const sharedAccountId = foundry?.account === 'shared' ? foundry.accountId : undefined;
  return {
    resourceGroup: fillPattern(naming.resourceGroup, values),
    adoptsResourceGroup: !naming.resourceGroup.includes('{app}'),
    identity: fillPattern(naming.identity, values),
    // No application's own identity: what an application is called has no underscore.
    builder: `${fillPattern(naming.identity, values)}_builder`,
    foundryAccount:
      sharedAccountId?.split('/').at(-1) ?? fillPattern(naming.foundryAccount, values),
    sharedAccountId,
    foundrySubdomain: fillPattern(naming.foundrySubdomain, values).toLowerCase(),
    foundryProject: fillPattern(naming.foundryProject ?? 'proj-{app}', values),
    // In one account for all, what tells deployments apart is not the application.
    modelDeployment: fillPattern(
      sharedAccountId ? '{model}-{version}-{sku}' : naming.modelDeployment,
      values,
    ),
    privateEndpoint: fillPattern(naming.privateEndpoint, values),
    connector,
    namespace: fillPattern(naming.namespace, values),
    service: request.name,
    connectorSecret: connectorSecretName(connector),
    agentConfig: `${request.name}-agent`,
    portalKeys: `${request.name}-portal`,
    caBundle: `${request.name}-ca`,
  };
}

/** Why a namespace of this name would be refused in a landing zone, which can be said before the rest is known. */
export function namespaceProblem(
  name: string,
  zone: Pick<LandingZone, 'naming'> & Keeping,
): Problem | undefined {
  const sentence = reservedNamespace(fillPattern(zone.naming.namespace, { app: name }), zone);
  return sentence && problemOf('name', sentence);
}

/** Those that do not depend on the model. An application carries its entity's name. */
export function derivedNames(entityRef: string, zone: Parameters<typeof namesOf>[1]): AppNames {
  const { name } = parseEntityRef(entityRef);
  return namesOf({ name, entityRef, model: { name: '' } }, zone);
}

/** Names that are kept for others, or that Azure or Kubernetes would refuse. */
export function nameProblems(names: AppNames, zone: Keeping): Problem[] {
  const reserved = reservedNamespace(names.namespace, zone);
  if (reserved) return [problemOf('name', reserved)];
  return (Object.keys(namingRules) as NamedType[]).flatMap(type => {
    const { valid, rule } = namingRules[type];
    const message = `The ${titles[type]} would be called "${names[type]}", which is refused: it takes ${rule}.`;
    return valid.test(names[type]) ? [] : [{ field: 'name' as const, message }];
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
  foundryProject: 'Foundry project',
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
