import type { Entity } from '@backstage/catalog-model';
import type { AppLocation } from '../app/location';
import { namesOf, type AppNames } from '../app/names';
import { sameText } from '../azure/resourceId';
import { isMade, type Inventory, type NamedInAzure } from '../resources/descriptor';
import { descriptors } from '../resources/descriptors';
import { partNames } from '../resources/parts';
import type { Expected } from './health';

type Listed = NamedInAzure & { inventory: Inventory };

/** An Azure resource that an entity's annotations say it has. */
export interface ExpectedInAzure extends Expected {
  of: Listed;
  armId: string;
  /** Whether its own tag must say whose it is. */
  tagged: boolean;
}

/** By part; of one part first what others come with, then what comes with it, and of that last what has a name of its own. */
const listed = descriptors
  .filter((one): one is Listed => one.in === 'azure' && one.inventory !== undefined)
  .toSorted((one, other) => placeOf(one) - placeOf(other));

function placeOf({ part, inventory }: Listed): number {
  const { with: other, annotation } = inventory;
  return partNames.findIndex(name => name === part) * 4 + (other ? 2 : 0) + (annotation ? 1 : 0);
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
  const derived = namesOf({ name: entity.metadata.name, entityRef, model: { name: '' } }, zone);
  const names: AppNames = { ...derived };
  for (const { inventory } of listed) {
    const { key, names: named } = inventory.annotation ?? {};
    if (key && named) names[named] = annotation(key) ?? derived[named];
  }
  // Made before the landing zone's applications came to share one.
  if (!sameText(names.foundryAccount, derived.foundryAccount)) names.sharedAccountId = undefined;
  const app = { zone, names };

  const expected: Listed[] = [];
  for (const one of listed) {
    const { annotation: named, with: other } = one.inventory;
    const isNamed = named ? annotation(named.key) !== undefined : isMade(one, app);
    const isThere = other === undefined || expected.some(({ id }) => id === other);
    if (isNamed && isThere) expected.push(one);
  }
  return expected.map(one => ({
    of: one,
    id: one.id,
    type: one.type.type,
    name: one.name(app),
    armId: one.armId(app),
    tagged: one.foundBy === 'tag' && !one.isEverybodys?.(names),
  }));
}

/** The same deployment under another name: a Change may have given the agent another than the annotation says. */
export function namedDeployment(expected: ExpectedInAzure, name: string | undefined) {
  if (name === undefined || !armName.test(name)) return expected;
  return { ...expected, name, armId: expected.armId.replace(/[^/]+$/, name) };
}
