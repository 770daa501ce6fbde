import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import { derivedNames } from '../app/names';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { sameText } from '../azure/resourceId';
import { isFor, isOurs } from '../azure/tags';
import type { LandingZone } from '../config/landingZone';
import type { TaggedInAzure } from '../resources/descriptor';
import { descriptors } from '../resources/descriptors';
import { resourceGroup } from '../resources/resourceGroup';

/** The types with tags that the portal makes. */
const types = descriptors.filter(
  (one): one is TaggedInAzure => one.in === 'azure' && one.foundBy === 'tag',
);

/** Something of the application's, as its own tag says. */
export interface Thing {
  of: TaggedInAzure;
  resource: ArmResource;
}

/** Of things those of one type. */
export const ofType = <T extends Thing>(things: readonly T[], type: TaggedInAzure): T[] =>
  things.filter(({ of }) => of.id === type.id);

/** An application, and where it is looked for. */
export interface Sought {
  entityRef: string;
  zone: LandingZone;
  /** Every landing zone of the portal: what is the application's in another one is retired there. */
  zones?: readonly LandingZone[];
}

export interface Tagged {
  /** By type, in the order in which they are made. */
  things: Thing[];
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
  /** Is called as the application's would be, and carries nobody's tag, or another's. */
  namesakes: ArmResource[];
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
  const others: Tagged['others'] = [];
  const named = namedIn(entityRef, zone);
  const candidates = [...named];
  for (const one of [...groups, ...resources]) {
    // Two of one type are told apart by their names.
    const of =
      named.find(({ id }) => sameText(id, one.id))?.of ??
      types.find(({ type }) => sameText(type.type, typeOf(one)));
    if (of) candidates.push({ of, id: one.id });
    // A project goes with its account.
    else if (typeOf(one).split('/').length === 2) others.push(one);
  }
  const everybodys = zones.flatMap(one => companysOwn(entityRef, one));
  const found: Thing[] = [];
  const elsewhere: Tagged['elsewhere'] = [];
  const gone: string[] = [];
  const namesakes: ArmResource[] = [];
  await Promise.all(
    distinct(candidates).map(async ({ of, id }) => {
      if (everybodys.some(one => sameText(one, id))) return;
      const there = otherZoneOf(id, { entityRef, zone, zones });
      if (there) return void elsewhere.push({ id, zone: there.title });
      const resource = await arm.get(id, of.type.apiVersion, signal);
      if (!resource) gone.push(id);
      else if (isOurs(resource.tags, entityRef)) found.push({ of, resource });
      else if (isFor(resource.tags, entityRef)) others.push(resource);
      else namesakes.push(resource);
    }),
  );
  const ours = types.flatMap(type => ofType(found, type));
  const isProven = provenBy(ours, namedIn(entityRef, zone));
  return {
    things: ours.filter(isProven),
    unproven: ours.filter(one => !isProven(one)).map(({ resource }) => resource),
    ...{ elsewhere, gone, others, namesakes },
  };
}

/** Taken away is only what the landing zone's names say, or what lies in the group that they say. */
function provenBy(ours: readonly Thing[], derived: readonly { id: string }[]) {
  const isNamed = ({ resource }: Thing) => derived.some(({ id }) => sameText(id, resource.id));
  const groups = ofType(ours, resourceGroup).filter(isNamed);
  const isIn = (group: Thing, { resource }: Thing) =>
    resource.id.toLowerCase().startsWith(`${group.resource.id.toLowerCase()}/`);
  return (one: Thing): boolean => isNamed(one) || groups.some(group => isIn(group, one));
}

/** What the names of a landing zone say. */
function namedIn(entityRef: string, zone: LandingZone): { of: TaggedInAzure; id: string }[] {
  const app = { zone, names: derivedNames(entityRef, zone) };
  return types.map(of => ({ of, id: of.armId(app) }));
}

/** Shared account and adopted resource group: everybody's, whatever their tags say. */
function companysOwn(entityRef: string, zone: LandingZone): string[] {
  const names = derivedNames(entityRef, zone);
  return types.filter(of => of.isEverybodys?.(names)).map(of => of.armId({ names, zone }));
}

/** Of two landing zones in one subscription each has its own: the one whose names an id has, and not the asked one's. */
function otherZoneOf(
  id: string,
  { entityRef, zone, zones }: Required<Sought>,
): LandingZone | undefined {
  const isIn = (one: LandingZone) => namedIn(entityRef, one).some(own => sameText(own.id, id));
  return isIn(zone) ? undefined : zones.find(isIn);
}

const typeOf = ({ id, type }: ArmResource) =>
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i.test(id) ? resourceGroup.type.type : type;

const distinct = <T extends { id: string }>(all: readonly T[]): T[] => [
  ...new Map(all.map(one => [one.id.toLowerCase(), one])).values(),
];
