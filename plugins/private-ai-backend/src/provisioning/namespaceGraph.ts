import { caBundleConfigMap } from '../kubernetes/caBundle';
import type { ClusterClient } from '../kubernetes/client';
import { namespaceManifests } from '../kubernetes/namespace';
import { portalKeysConfigMap } from '../kubernetes/portalKeys';
import type { ManifestInput } from '../app/names';
import { clusterResource } from '../resources/clusterResource';
import { ownerAccessResource } from '../resources/ownerAccess';
import { resource, type Resource } from '../engine/resource';

/**
 * The application's place in the cluster: who may do what in it, what goes in and out, and whom its pods trust.
 *
 * @param jwks - the portal's public keys, with which its word about its users is checked
 */
export function namespaceGraph(
  app: ManifestInput,
  { cluster, jwks }: { cluster: ClusterClient; jwks: string },
): Resource[] {
  const { names } = app;
  const owner = app.request.entityRef;
  const trusted = caBundleConfigMap(app);
  return [
    resource(
      clusterResource({
        id: 'namespace',
        type: 'Namespace',
        name: names.namespace,
        dependsOn: [],
        cluster,
        manifests: namespaceManifests(app),
        owner,
      }),
    ),
    resource(ownerAccessResource(app, cluster)),
    resource(
      clusterResource({
        id: 'portal-keys',
        type: 'Keys of the portal',
        name: names.portalKeys,
        dependsOn: ['namespace'],
        within: 'namespace',
        cluster,
        manifests: [portalKeysConfigMap(app, jwks)],
        owner,
      }),
    ),
    ...(trusted
      ? [
          resource(
            clusterResource({
              id: 'ca-bundle',
              type: 'Trusted authorities',
              name: names.caBundle,
              dependsOn: ['namespace'],
              within: 'namespace',
              cluster,
              manifests: [trusted],
              owner,
            }),
          ),
        ]
      : []),
  ];
}
