import { InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import { readEntityRef } from '../app/entityRef';
import type { LandingZone } from '../config/landingZone';
import { requireZone } from '../config/zones';
import { patientCluster } from '../engine/patientCluster';
import { patiently } from '../engine/patiently';
import type { ClusterClient } from '../kubernetes/client';
import { isOver } from '../kubernetes/previewFacts';
import { standingPreview } from '../kubernetes/standingPreview';
import type { ParsedStart, Work } from '../operations/work';
import { forgetPreviews, takeAway } from './takeAway';

/** Takes a preview away; the portal itself only where its time is over still, when it comes to it. */
export function createEndPreviewWork(deps: {
  cluster(zone: LandingZone): ClusterClient;
  /** The portal's database, where conversations are kept; left out where there are none. */
  knex?: Knex;
  /** Milliseconds that the cluster is given to take away what belonged to it. */
  waitMs?: number;
}): Work<'end-preview'> {
  const { knex, waitMs } = deps;
  return {
    kind: 'end-preview',
    writes: 'removes',
    parse,
    async run({ operation, zone, signal, log }) {
      const { entityRef, expired } = operation.input;
      const at = { entityRef, zone };
      const patient = patiently(`The preview of ${entityRef}`, { signal, log });
      const cluster = patientCluster(deps.cluster(zone), patient);
      const standing = await standingPreview(at, cluster, signal);
      if (!standing) {
        log('There is no preview.');
        // What an earlier try has left.
        if (knex) await forgetPreviews(at, { knex, log });
        return { removed: false };
      }
      if (expired && !isOver(standing.facts, Date.now())) {
        log(`Another one stands meanwhile, until ${standing.facts.until}.`);
        return { removed: false };
      }
      signal.throwIfAborted();
      await takeAway(at, { cluster, knex }, { signal, log, waitMs });
      return { removed: true };
    },
  };
}

function parse(
  input: Record<string, unknown>,
  zones: readonly LandingZone[],
): ParsedStart<'end-preview'> {
  const entityRef = readEntityRef(input.entityRef);
  const { name: landingZone } = requireZone(zones, input.landingZone);
  const { expired } = input;
  if (expired !== undefined && typeof expired !== 'boolean')
    throw new InputError('expired must be true or false.');
  return { entityRef, landingZone, input: { entityRef, landingZone, ...(expired && { expired }) } };
}
