import { parseEntityRef } from '@backstage/catalog-model';
import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { foundryAccountId } from '../azure/foundryAccount';
import { privateEndpointId } from '../azure/privateEndpoint';
import { resourceGroupId } from '../azure/resourceGroup';
import { identityId } from '../azure/userAssignedIdentity';
import { sameText } from '../azure/resourceId';
import type { LandingZone } from '../config/landingZone';
import { namesOf } from '../app/names';
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

/** An application, and where it is looked for. */
export interface Sought {
  entityRef: string;
  zone: LandingZone;
  /** Every landing zone of the portal: what is the application's in another one is retired there. */
  zones?: readonly LandingZone[];
}

export interface Tagged extends Record<Kind, ArmResource[]> {
  /** The application's own in another landing zone of the same subscription. */
  elsewhere: { id: string; zone: string }[];
  /** Ids of what Resource Manager still lists, and what is not there any more. */
  gone: string[];
  /**
   * Carries both tags of the portal, but neither its name nor its resource group is the application's: who may tag may have
   * put them on what is somebody else's.
   */
  unproven: ArmResource[];
  /** Carries the application's tag, but the portal did not make it. */
  others: { id: string; name: string; type: string }[];
}

/**
 * What carries the application's tag in the subscription. Resource Manager's list lags behind by minutes, so what the
 * names say is looked at too; whose it is, the tag on the resource itself says in any case.
 */
export async function findTagged(
  { entityRef, zone, zones = [zone] }: Sought,
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
  const candidates = idsIn(entityRef, zone);
  const others: Tagged['others'] = [];
  for (const one of [...groups, ...resources]) {
    const kind = (Object.keys(types) as Kind[]).find(key => types[key].type === typeOf(one));
    if (kind) candidates[kind].push(one.id);
    // A project goes with its account.
    else if (typeOf(one).split('/').length === 2) others.push(one);
  }
  const everybodys = zones.flatMap(one => companysOwn(entityRef, one));
  const found: Tagged = {
    groups: [],
    identities: [],
    accounts: [],
    endpoints: [],
    elsewhere: [],
    gone: [],
    unproven: [],
    others,
  };
  await Promise.all(
    (Object.keys(types) as Kind[]).flatMap(kind =>
      distinct(candidates[kind]).map(async id => {
        if (everybodys.some(one => sameText(one, id))) return;
        const there = otherZoneOf(id, { entityRef, zone, zones });
        if (there) return void found.elsewhere.push({ id, zone: there.title });
        const resource = await arm.get(id, types[kind].apiVersion, signal);
        if (!resource) found.gone.push(id);
        else if (isOurs(resource.tags, entityRef)) found[kind].push(resource);
        else if (isFor(resource.tags, entityRef)) others.push(resource);
      }),
    ),
  );
  return withoutUnproven(found, Object.values(idsIn(entityRef, zone)).flat());
}

/** Taken away is only what the landing zone's names say, or what lies in the group that they say. */
function withoutUnproven(found: Tagged, derived: readonly string[]): Tagged {
  const isNamed = ({ id }: ArmResource) => derived.some(own => sameText(own, id));
  const groups = found.groups.filter(isNamed);
  const isProven = (one: ArmResource) =>
    isNamed(one) ||
    groups.some(({ id }) => one.id.toLowerCase().startsWith(`${id.toLowerCase()}/`));
  const { identities, accounts, endpoints } = found;
  return {
    ...found,
    groups,
    identities: identities.filter(isProven),
    accounts: accounts.filter(isProven),
    endpoints: endpoints.filter(isProven),
    unproven: [...found.groups, ...identities, ...accounts, ...endpoints].filter(
      one => !isProven(one),
    ),
  };
}

/** What the names of a landing zone say. */
function idsIn(entityRef: string, zone: LandingZone): Record<Kind, string[]> {
  const app = { zone, names: derivedNames(entityRef, zone) };
  return {
    groups: [resourceGroupId(app)],
    identities: [identityId(app)],
    accounts: [foundryAccountId(app)],
    endpoints: [privateEndpointId(app)],
  };
}

/** Shared account and adopted resource group: everybody's, whatever their tags say. */
function companysOwn(entityRef: string, zone: LandingZone): string[] {
  const names = derivedNames(entityRef, zone);
  return [
    ...(names.sharedAccountId ? [names.sharedAccountId] : []),
    ...(names.adoptsResourceGroup ? [resourceGroupId({ names, zone })] : []),
  ];
}

/** Of two landing zones in one subscription each has its own: the one whose names an id has, and not the asked one's. */
function otherZoneOf(
  id: string,
  { entityRef, zone, zones }: Required<Sought>,
): LandingZone | undefined {
  const isIn = (one: LandingZone) =>
    Object.values(idsIn(entityRef, one))
      .flat()
      .some(own => sameText(own, id));
  return isIn(zone) ? undefined : zones.find(isIn);
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
