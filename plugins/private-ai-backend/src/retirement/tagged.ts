import { parseEntityRef } from '@backstage/catalog-model';
import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { foundryAccountId } from '../azure/foundryAccount';
import { privateEndpointId } from '../azure/privateEndpoint';
import { resourceGroupId } from '../azure/resourceGroup';
import { identityId } from '../azure/userAssignedIdentity';
import { sameText } from '../azure/resourceId';
import type { LandingZone } from '../config';
import { namesOf } from '../landingZones/names';
import { isFor, isOurs } from './ownership';

/** The types with tags that the portal makes. */
const types = {
  groups: { type: 'microsoft.resources/resourcegroups', apiVersion: apiVersions.resourceGroup },
  identities: {
    type: 'microsoft.managedidentity/userassignedidentities',
    apiVersion: apiVersions.identity,
  },
  accounts: {
    type: 'microsoft.cognitiveservices/accounts',
    apiVersion: apiVersions.cognitiveServices,
  },
  endpoints: { type: 'microsoft.network/privateendpoints', apiVersion: apiVersions.network },
} as const;
type Kind = keyof typeof types;

export interface Tagged extends Record<Kind, ArmResource[]> {
  /** Carries the application's tag, but the portal did not make it. */
  others: { id: string; name: string; type: string }[];
}

/**
 * What carries the application's tag in the subscription. Resource Manager's list lags behind by minutes, so what the
 * names say is looked at too; whose it is, the tag on the resource itself says in any case.
 */
export async function findTagged(
  { entityRef, zone }: { entityRef: string; zone: LandingZone },
  arm: ArmClient,
  signal: AbortSignal,
): Promise<Tagged> {
  const subscription = `/subscriptions/${zone.azure.subscriptionId}`;
  const filter = `tagName eq '${TAG_ENTITY}' and tagValue eq '${entityRef.replaceAll("'", "''")}'`;
  // Resource groups are not among the resources.
  const [groups, resources] = await Promise.all(
    ['resourceGroups', 'resources'].map(collection =>
      arm.list(`${subscription}/${collection}`, apiVersions.resourceGroup, { filter, signal }),
    ),
  );
  const app = { zone, names: derivedNames(entityRef, zone) };
  const candidates: Record<Kind, string[]> = {
    groups: [resourceGroupId(app)],
    identities: [identityId(app)],
    accounts: [foundryAccountId(app)],
    endpoints: [privateEndpointId(app)],
  };
  const others: Tagged['others'] = [];
  for (const one of [...groups, ...resources]) {
    const kind = (Object.keys(types) as Kind[]).find(key => types[key].type === typeOf(one));
    if (kind) candidates[kind].push(one.id);
    // A project goes with its account.
    else if (typeOf(one).split('/').length === 2) others.push(one);
  }
  // Everybody's, whatever its tags say.
  const shared = zone.foundry.account === 'shared' ? zone.foundry.accountId : undefined;
  const found: Tagged = { groups: [], identities: [], accounts: [], endpoints: [], others };
  await Promise.all(
    (Object.keys(types) as Kind[]).flatMap(kind =>
      distinct(candidates[kind]).map(async id => {
        if (sameText(id, shared)) return;
        const resource = await arm.get(id, types[kind].apiVersion, signal);
        if (resource && isOurs(resource.tags, entityRef)) found[kind].push(resource);
        else if (resource && isFor(resource.tags, entityRef)) others.push(resource);
      }),
    ),
  );
  return found;
}

/** The names that do not depend on the model. An application carries its entity's name. */
export function derivedNames(entityRef: string, zone: LandingZone) {
  const { name } = parseEntityRef(entityRef);
  return namesOf({ name, entityRef, model: { name: '' } }, zone);
}

const typeOf = ({ id, type }: ArmResource) =>
  (/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i.test(id)
    ? types.groups.type
    : type
  ).toLowerCase();

const distinct = (ids: readonly string[]) => [
  ...new Map(ids.map(id => [id.toLowerCase(), id])).values(),
];
