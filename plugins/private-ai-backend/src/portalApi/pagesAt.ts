import { parseEntityRef } from '@backstage/catalog-model';

/** Where a person finds an entity in the portal. @param baseUrl - of the portal: `app.baseUrl` */
export function pagesAt(baseUrl: string): (entityRef: string) => string {
  return entityRef => {
    const { kind, namespace, name } = parseEntityRef(entityRef, { defaultKind: 'component' });
    const path = [namespace, kind, name].map(encodeURIComponent).join('/');
    return `${baseUrl.replace(/\/$/, '')}/catalog/${path}`;
  };
}
