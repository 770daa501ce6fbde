import { resource } from '../engine/resource';
import { portalKeysConfigMap } from '../kubernetes/portalKeys';
import { clusterResource } from './clusterResource';
import type { ClusterResource } from './descriptor';

/** With which the portal's word about its users is checked. */
export const portalKeys: ClusterResource = {
  in: 'cluster',
  id: 'portal-keys',
  title: 'Keys of the portal',
  part: 'namespace',
  dependsOn: ['namespace'],
  within: 'namespace',
  made: (app, { cluster, jwks }) =>
    resource(
      clusterResource(portalKeys, app, {
        name: app.names.portalKeys,
        cluster,
        manifests: [portalKeysConfigMap(app, jwks)],
      }),
    ),
};
