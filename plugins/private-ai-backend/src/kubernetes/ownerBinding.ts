import type { ManifestInput, OwnerSubject } from '../app/names';
import type { KubernetesObject, ObjectRef } from './client';
import { ownership } from './ownership';

const api = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' };

export const ownerBindingRef = ({ names }: Pick<ManifestInput, 'names'>): ObjectRef => ({
  ...api,
  namespace: names.namespace,
  name: 'private-ai-owner',
});

/** What the owner may do in the application's namespace: whatever the landing zone's ClusterRole says. */
export function ownerBinding(input: ManifestInput, { kind, id }: OwnerSubject): KubernetesObject {
  const apiGroup = 'rbac.authorization.k8s.io';
  const { name, namespace } = ownerBindingRef(input);
  return {
    ...api,
    metadata: { name, namespace, ...ownership(input) },
    roleRef: { apiGroup, kind: 'ClusterRole', name: input.zone.guardrails.ownerRole },
    subjects: [{ apiGroup, kind, name: id }],
  };
}
