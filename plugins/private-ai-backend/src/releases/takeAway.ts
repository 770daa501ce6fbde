import { setTimeout as delay } from 'node:timers/promises';
import type { Knex } from 'knex';
import { derivedNames } from '../app/names';
import { deleteAll } from '../chat/forgetting';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { previewName, previewRef } from '../kubernetes/previewFacts';

/** Milliseconds that the cluster is given to take away what belonged to it; it goes on with that by itself. */
const goneMs = 15_000;

/**
 * Takes a preview away: its Deployment, with which the cluster takes what it owns, and the conversations with it.
 * Ask whether it stands, and whose it is, before.
 */
export async function takeAway(
  { entityRef, zone }: { entityRef: string; zone: LandingZone },
  { cluster, knex }: { cluster: ClusterClient; knex?: Knex },
  {
    signal,
    log,
    waitMs = goneMs,
  }: { signal: AbortSignal; log(line: string): void; waitMs?: number },
): Promise<void> {
  const { namespace, service } = derivedNames(entityRef, zone);
  const name = previewName(service);
  await cluster.remove(previewRef({ namespace, service }), signal);
  // Who makes the next one at once must not have its Service taken for the one before.
  const until = Date.now() + waitMs;
  const left = () => cluster.get({ apiVersion: 'v1', kind: 'Service', namespace, name }, signal);
  while ((await left()) && Date.now() < until) await delay(300, undefined, { signal });
  log(`The preview ${name} is taken away.`);
  if (knex) await forgetPreviews({ entityRef, zone }, { knex, log });
}

/** What was said with previews of an application is deleted with them. */
export async function forgetPreviews(
  { entityRef, zone }: { entityRef: string; zone: LandingZone },
  { knex, log }: { knex: Knex; log(line: string): void },
): Promise<void> {
  const whose = { entityRef, landingZone: zone.name, previews: true } as const;
  const { conversations } = await deleteAll(knex, whose);
  if (conversations > 0)
    log(
      `Deleted ${conversations} ${conversations === 1 ? 'conversation' : 'conversations'} with it.`,
    );
}
