import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { ownerBinding, ownerBindingRef } from '../kubernetes/ownerBinding';
import type { ManifestInput } from '../app/names';
import { differences, sameKubernetesValue } from '../engine/differences';
import { resource, type Resource } from '../engine/resource';
import { saidOf, type ClusterResource } from './descriptor';
import { requireOurLabels } from './ownership';

interface Access {
  /** Undefined where there is none, and none is meant. */
  binding?: KubernetesObject;
}

/** The owner's rights in the namespace, and none where nobody knows who that is in Microsoft Entra. */
export const ownerAccess: ClusterResource = {
  in: 'cluster',
  id: 'owner-access',
  title: 'Access of the owner',
  part: 'namespace',
  dependsOn: ['namespace'],
  within: 'namespace',
  made: (app, { cluster }) => resource(access(app, cluster)),
};

function access(app: ManifestInput, cluster: ClusterClient): Resource<Access> {
  const { owner, request } = app;
  const ref = ownerBindingRef(app);
  const wanted = owner && ownerBinding(app, owner);
  const said = saidOf(ownerAccess, request.owner);
  const { title } = said;
  const sameRole = ({ roleRef }: KubernetesObject) => roleRef?.name === wanted?.roleRef.name;
  return {
    ...said,
    // What is to go has to be looked for.
    within: wanted && said.within,
    async read({ signal }) {
      const binding = await cluster.get(ref, signal);
      return binding || !wanted ? { binding } : undefined;
    },
    differs({ binding }) {
      if (!binding) return [];
      requireOurLabels(title, binding, request.entityRef);
      return wanted
        ? differences(wanted, binding, sameKubernetesValue)
        : ['it is left from before: nobody knows now who that is in Microsoft Entra'];
    },
    remark: () =>
      wanted
        ? undefined
        : `The catalog does not say who ${request.owner} is in Microsoft Entra (annotation graph.microsoft.com/${/^user:/.test(request.owner) ? 'user' : 'group'}-id): the owner gets no rights in the namespace.`,
    async write({ signal }, found) {
      const { binding } = found ?? {};
      // A binding's role cannot be changed.
      if (binding && !(wanted && sameRole(binding))) await cluster.remove(ref, signal);
      return { state: { binding: wanted && (await cluster.apply(wanted, { signal })) } };
    },
  };
}
