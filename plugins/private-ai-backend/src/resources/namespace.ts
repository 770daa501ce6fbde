import { ConflictError } from '@backstage/errors';
import { belongingIn, notHandedOver } from '../app/belonging';
import type { ManifestInput } from '../app/names';
import { resource } from '../engine/resource';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { namespaceManifests } from '../kubernetes/namespace';
import { clusterResource } from './clusterResource';
import type { ClusterResource } from './descriptor';

/** The application's place in the cluster, and its guard rails: what goes in and out, and how much it may take. */
export const namespace: ClusterResource = {
  in: 'cluster',
  id: 'namespace',
  title: 'Namespace',
  part: 'namespace',
  dependsOn: [],
  made: (app, { cluster }) => resource(placeOf(app, cluster)),
};

/** Its marks say that it is this application's, and its annotations whose that was. */
function placeOf(app: ManifestInput, cluster: ClusterClient) {
  const { entityRef, owner } = app.request;
  const of = (manifests: KubernetesObject[]) =>
    clusterResource(namespace, app, { name: app.names.namespace, cluster, manifests });
  const made = of(namespaceManifests(app));
  // The catalog knows no origin before the application is there: it is written with the next change, not for its own sake.
  const unbound = of(namespaceManifests({ ...app, origin: undefined }));
  return {
    ...made,
    differs(...[found, step]: Parameters<typeof made.differs>) {
      const written = belongingIn(found[0]?.metadata.annotations);
      const due = (written.origin ? made : unbound).differs(found, step);
      const now = { owners: [owner.toLowerCase()], origin: app.origin };
      const refusal = notHandedOver(entityRef, written, now);
      if (refusal) throw new ConflictError(refusal);
      return due;
    },
  };
}
