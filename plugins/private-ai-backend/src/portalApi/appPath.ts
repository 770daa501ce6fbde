import { parseEntityRef } from '@backstage/catalog-model';

/** Where the HTTP API has an application; its kind may be left out. */
export function appPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef, { defaultKind: 'component' });
  return `/apps/${[kind, namespace, name].map(encodeURIComponent).join('/')}`;
}
