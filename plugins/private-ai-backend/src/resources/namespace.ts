import { resource } from '../engine/resource';
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
  made: (app, { cluster }) =>
    resource(
      clusterResource(namespace, app, {
        name: app.names.namespace,
        cluster,
        manifests: namespaceManifests(app),
      }),
    ),
};
