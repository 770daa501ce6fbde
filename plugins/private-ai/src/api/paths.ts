import { parseEntityRef } from '@backstage/catalog-model';

const ofPreview = '?preview';

/** Whom one talks with where that is an application's preview. No entity reference ends so. */
export const previewOf = (entityRef: string) => `${entityRef}${ofPreview}`;

export function appPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/apps/${[kind, namespace, name].map(encodeURIComponent).join('/')}`;
}

/** Of an application's chat, or of its preview's. */
export const chatPath = (address: string): string =>
  address.endsWith(ofPreview)
    ? `${appPath(address.slice(0, -ofPreview.length))}/preview`
    : appPath(address);
