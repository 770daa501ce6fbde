import { isDeepStrictEqual } from 'node:util';
import { servedKind } from '../kinds.ts';
import type { Objects } from '../objects.ts';
import { selects, type LabelSelector } from '../validation/labelSelector.ts';
import type { PolicyRule } from '../validation/rbac.ts';

const clusterRoles = servedKind('ClusterRole');

/** Gives each ClusterRole that is made of others the rules of all those, as the cluster's controller does after every change. */
export function aggregateRoles(objects: Objects): void {
  const all = objects.list(clusterRoles);
  for (const role of all) {
    const selectors: LabelSelector[] | undefined = role.aggregationRule?.clusterRoleSelectors;
    if (!selectors) continue;
    const rules: PolicyRule[] = [];
    for (const other of all) {
      if (other === role || !selectors.some(one => selects(one, other.metadata.labels))) continue;
      for (const rule of (other.rules ?? []) as PolicyRule[]) {
        if (!rules.some(one => isDeepStrictEqual(one, rule))) rules.push(rule);
      }
    }
    if (!isDeepStrictEqual(role.rules ?? [], rules)) objects.put(clusterRoles, { ...role, rules });
  }
}
