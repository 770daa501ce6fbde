import type { Knex } from 'knex';
import type { ManifestInput } from '../app/names';
import type { LandingZone } from '../config/landingZone';
import { patientCluster } from '../engine/patientCluster';
import { patiently } from '../engine/patiently';
import type { ClusterClient } from '../kubernetes/client';
import { standingPreview } from '../kubernetes/standingPreview';
import type { WorkContext } from '../operations/work';
import { hasRoomBeside } from './previewRoom';
import { forgetPreviews, takeAway } from './takeAway';

/** What a release does with the preview of the image that it brings: what was shown runs then, and is shown no more. */
export interface ShownRelease {
  /** Before it is rolled out: where the quota has no room for both, the preview goes first. */
  makeRoom(): Promise<void>;
  /** At the end. */
  promoted(): Promise<void>;
}

export function shownRelease(
  app: ManifestInput,
  image: string,
  deps: { cluster(zone: LandingZone): ClusterClient; knex: Knex },
  { signal, log }: Pick<WorkContext, 'signal' | 'log'>,
): ShownRelease {
  const { request, zone } = app;
  const at = { entityRef: request.entityRef, zone };
  const patient = patiently(`The preview of ${request.entityRef}`, { signal, log });
  const cluster = patientCluster(deps.cluster(zone), patient);
  const shown = async () => {
    const standing = await standingPreview(at, cluster, signal);
    return standing?.facts.image === image ? standing : undefined;
  };
  const take = () => takeAway(at, { cluster, knex: deps.knex }, { signal, log });
  return {
    async makeRoom() {
      const standing = await shown();
      if (!standing || (await hasRoomBeside(app, standing, cluster, signal))) return;
      log('The quota has no room for the preview beside the rollout: the preview goes first.');
      await take();
    },
    async promoted() {
      const standing = await standingPreview(at, cluster, signal);
      if (standing?.facts.image === image) await take();
      // Whoever took one away may have died before its conversations went.
      else if (!standing) await forgetPreviews(at, { knex: deps.knex, log });
    },
  };
}
