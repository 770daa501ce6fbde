import type { ManifestInput } from '../app/names';
import { differences, sameKubernetesValue } from '../engine/differences';
import { resource, type Resource } from '../engine/resource';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { portalBinding, portalBindingRef } from '../kubernetes/portalBinding';
import { saidOf, type ClusterResource } from './descriptor';
import { requireOurLabels } from './ownership';

interface Access {
  binding: KubernetesObject;
  /** What the cluster calls the portal. */
  user: string;
}

/** The portal's own right to look at what Service Connector lays into the namespace. */
export const portalAccess: ClusterResource = {
  in: 'cluster',
  id: 'portal-access',
  title: 'Access of the portal',
  part: 'namespace',
  dependsOn: ['namespace'],
  within: 'namespace',
  made: (app, { cluster }) => resource(access(app, cluster)),
};

function access(app: ManifestInput, cluster: ClusterClient): Resource<Access> {
  const ref = portalBindingRef(app);
  const said = saidOf(portalAccess, app.names.namespace);
  return {
    ...said,
    async read({ signal }) {
      const binding = await cluster.get(ref, signal);
      return binding && { binding, user: await cluster.user(signal) };
    },
    differs({ binding, user }) {
      requireOurLabels(said.title, binding, app.request.entityRef);
      return differences(portalBinding(app, user), binding, sameKubernetesValue);
    },
    async write({ signal }, found) {
      const user = found?.user ?? (await cluster.user(signal));
      const binding = await cluster.apply(portalBinding(app, user), { signal });
      return { state: { binding, user }, created: found === undefined };
    },
  };
}
