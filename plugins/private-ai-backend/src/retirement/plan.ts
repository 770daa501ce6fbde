import type { RetirementPlan, StayingThing } from '@private-ai/plugin-private-ai-common';
import { ordered } from '../engine/order';
import type { Resource } from '../engine/resource';
import { foundryAccount } from '../resources/foundryAccount';
import { discover, type Found, type Reach } from './discovery';
import type { Kept } from './removable';
import { removalsOf } from './removals';
import { deletedAccounts, deletedAccountStays, isNamed, keptUntil, staysOf } from './stays';
import { ofType, type Sought } from './tagged';

export interface Retirement {
  found: Found;
  resources: Resource[];
  kept: Kept;
}

/** What a retirement of an application removes, as it is found now. */
export async function retirementOf(
  app: Sought,
  reach: Reach,
  signal: AbortSignal,
): Promise<Retirement> {
  const found = await discover(app, reach, signal);
  const kept: Kept = new Map();
  return { found, kept, resources: removalsOf(app.entityRef, found, reach, kept) };
}

/** The same for a person who is about to decide. Writes nothing. */
export async function retirementPlan(
  app: Sought,
  reach: Reach,
  { signal, now }: { signal: AbortSignal; now: number },
): Promise<Pick<RetirementPlan, 'removes' | 'stays'>> {
  const [{ found, resources }, deleted] = await Promise.all([
    retirementOf(app, reach, signal),
    deletedAccounts(app, reach.azure.arm, signal),
  ]);
  return {
    removes: ordered(resources)
      .reverse()
      .map(({ type, name }) => ({ type, name })),
    stays: [
      ...accountsIn(found).map(name => deletedAccountStays(name, keptUntil(now))),
      ...deleted.map(({ name, until }) => deletedAccountStays(name, until)),
      ...staysOf(app, found),
    ],
  };
}

/** What is left after the removal: as Azure says it of the accounts, and with what changed hands in between. */
export async function leftAfter(
  app: Sought,
  { found, kept }: Retirement,
  reach: Reach,
  { signal, now }: { signal: AbortSignal; now: number },
): Promise<StayingThing[]> {
  const deleted = await deletedAccounts(app, reach.azure.arm, signal);
  // The list of deleted accounts lags behind.
  const missing = accountsIn(found).filter(
    name => !deleted.some(isNamed(name)) && ![...kept.values()].some(isKeptAccount(name)),
  );
  return [
    ...deleted.map(({ name, until }) => deletedAccountStays(name, until)),
    ...missing.map(name => deletedAccountStays(name, keptUntil(now))),
    ...kept.values(),
    ...staysOf(app, found),
  ];
}

const accountsIn = ({ things }: Found): string[] =>
  ofType(things, foundryAccount).map(({ resource }) => resource.name);

const isKeptAccount = (name: string) => (one: StayingThing) =>
  one.name === `${foundryAccount.title} ${name}`;
