import { resource } from '../engine/resource';
import { caBundleConfigMap } from '../kubernetes/caBundle';
import { clusterResource } from './clusterResource';
import type { ClusterResource } from './descriptor';

/** Whom the pods trust, where the landing zone's firewall inspects what they send. */
export const caBundle: ClusterResource = {
  in: 'cluster',
  id: 'ca-bundle',
  title: 'Trusted authorities',
  part: 'namespace',
  dependsOn: ['namespace'],
  within: 'namespace',
  isMade: ({ zone }) => zone.network.caBundle !== undefined,
  made: (app, { cluster }) =>
    resource(
      clusterResource(caBundle, app, {
        name: app.names.caBundle,
        cluster,
        manifests: [caBundleConfigMap(app)!],
      }),
    ),
};
