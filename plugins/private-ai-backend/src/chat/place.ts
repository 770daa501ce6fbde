import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import { locateApp, type AppLocation } from '../app/location';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { standingPreview } from '../kubernetes/standingPreview';
import type { Gate } from '../outages/gate';
import { inTime } from '../time/inTime';

/** Whom a person talks with. */
export type Addressed = 'application' | 'preview';

/** Where an agent is, and whose conversations with it are. */
export interface Place {
  at: AppLocation;
  cluster: ClusterClient;
  landingZone: string;
  /** Uid of the Namespace. */
  application?: string;
  /** The commit of the preview, where that is talked with. */
  preview?: string;
}

/** Milliseconds that the cluster is given to say which preview there is. */
const patience = 10_000;

/**
 * Which application is there, or which preview of it. Where a preview answers says the cluster's own record of it, and
 * nothing that is asked or annotated.
 * @param when - `lately`: for who only reads conversations with the application
 * @throws NotFoundError, NotAllowedError, OutageError
 */
export async function placeOf(
  entity: Entity,
  of: Addressed,
  when: 'now' | 'lately',
  deps: {
    zones: readonly LandingZone[];
    clusterFor(zone: LandingZone): ClusterClient;
    gate: Gate;
  },
): Promise<Place> {
  const at = locateApp(entity, deps.zones);
  const cluster = deps.clusterFor(at.zone);
  const { uid } = await deps.gate[of === 'application' ? when : 'now'](at, cluster);
  const place = { at, cluster, landingZone: at.zone.name, application: uid };
  if (of === 'application') return place;
  const standing = await inTime(`The cluster of ${at.zone.title}`, patience, signal =>
    standingPreview(at, cluster, signal),
  );
  if (!standing) {
    throw new NotFoundError(
      `There is no preview of ${at.entityRef}: it was released, taken away, or its time was over.`,
    );
  }
  const { name, namespace = '' } = standing.deployment.metadata;
  const { port } = at.service;
  return {
    ...place,
    at: { ...at, namespace, service: { name, port } },
    preview: standing.facts.commit,
  };
}
