import type { AppPart, ResourceId } from '@private-ai/plugin-private-ai-common';
import { descriptors } from './descriptors';

/** In the order in which they are told. */
export const partNames: readonly AppPart[] = [
  'foundry',
  'identity',
  'namespace',
  'service-connector',
  'telemetry',
];

/** What is of a part itself, and what has to be there before, in the order in which they are given. */
export function withBefore<T extends { id: string; dependsOn: readonly string[] }>(
  all: readonly T[],
  part: AppPart,
): T[] {
  const kept = new Set(descriptors.filter(one => one.part === part).map(({ id }) => id as string));
  const byId = new Map(all.map(one => [one.id, one]));
  // A set goes on over what is added to it meanwhile.
  for (const id of kept) byId.get(id)?.dependsOn.forEach(before => kept.add(before));
  return all.filter(({ id }) => kept.has(id));
}

/** Ids of what a part of an application may be made of, with what has to be there before. */
export const parts = Object.fromEntries(
  partNames.map(part => [part, withBefore(descriptors, part).map(({ id }) => id)]),
) as unknown as Record<AppPart, readonly ResourceId[]>;
