import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { platform, portal } from '../entra/principals.ts';
import { servedKind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import { aggregateRoles } from './rbac/aggregation.ts';
import { builtInRoles } from './rbac/builtInRoles.ts';
import type { Resources } from './resources.ts';
import { viewer } from './signIn.ts';

const file = join(import.meta.dirname, '../../../../infra/cluster/portal.yaml');
const apiGroup = 'rbac.authorization.k8s.io';

/**
 * Who may do what at the start: the portal's principal has exactly the rights of infra/cluster (read anew each time), the
 * platform team's has all, and one ServiceAccount may look.
 */
export function givenAccess(): KubernetesObject[] {
  const forPortal = parseAllDocuments(readFileSync(file, 'utf8')).map(
    one => one.toJS() as KubernetesObject,
  );
  return [
    ...forPortal.map(toPortal),
    binding('platform-team', 'cluster-admin', {
      apiGroup,
      kind: 'User',
      name: platform.objectId,
    }),
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: viewer },
    binding(viewer.name, 'view', { kind: 'ServiceAccount', ...viewer }),
  ];
}

/** The same in the sandbox's own cluster, which has the roles that every cluster has. */
export function seedAccess(resources: Resources): void {
  for (const object of [...builtInRoles, ...givenAccess()]) {
    const kind = servedKind(object.kind);
    const writer = { manager: 'sandbox', apiVersion: object.apiVersion };
    const { name, namespace } = object.metadata;
    resources.apply({ kind, name, namespace }, object, { writer, dryRun: false, force: true });
  }
  aggregateRoles(resources.objects);
}

/** The file names nobody: whom its bindings are for is the installation's. */
const toPortal = (object: KubernetesObject): KubernetesObject =>
  object.kind === 'ClusterRoleBinding'
    ? {
        ...object,
        subjects: (object.subjects as { kind: string; name: string }[]).map(subject =>
          subject.kind === 'User' ? { ...subject, name: portal.objectId } : subject,
        ),
      }
    : object;

const binding = (name: string, role: string, subject: object): KubernetesObject => ({
  apiVersion: `${apiGroup}/v1`,
  kind: 'ClusterRoleBinding',
  metadata: { name },
  roleRef: { apiGroup, kind: 'ClusterRole', name: role },
  subjects: [subject],
});
