import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import { locateApp, type AppLocation } from '../app/location';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { requireOwnNamespace } from '../kubernetes/ownership';
import { standingPreview } from '../kubernetes/standingPreview';
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

/** Milliseconds that the cluster is given to say whose a namespace is. */
const patience = 10_000;

/**
 * Which application is there now, or which preview of it. Where a preview answers says the cluster's own record of it, and
 * nothing that is asked or annotated.
 * @throws NotFoundError, NotAllowedError
 */
export function placeOf(
  entity: Entity,
  of: Addressed,
  deps: { zones: readonly LandingZone[]; clusterFor(zone: LandingZone): ClusterClient },
): Promise<Place> {
  const at = locateApp(entity, deps.zones);
  const cluster = deps.clusterFor(at.zone);
  return inTime(`The cluster of ${at.zone.title}`, patience, async signal => {
    const { metadata } = await requireOwnNamespace(cluster, at, signal);
    const place = { at, cluster, landingZone: at.zone.name, application: metadata.uid };
    if (of === 'application') return place;
    const standing = await standingPreview(at, cluster, signal);
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
  });
}
