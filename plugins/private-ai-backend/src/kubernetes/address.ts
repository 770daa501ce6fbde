import type { ObjectRef } from './client';

/** Path of a kind's collection in the API, in one namespace or in all of them. */
export function collectionPath(of: Omit<ObjectRef, 'name'>): string {
  const root = of.apiVersion.includes('/') ? `/apis/${of.apiVersion}` : `/api/${of.apiVersion}`;
  const scope = of.namespace ? `/namespaces/${encodeURIComponent(of.namespace)}` : '';
  return `${root}${scope}/${plural(of.kind)}`;
}

export function objectPath(ref: ObjectRef): string {
  return `${collectionPath(ref)}/${encodeURIComponent(ref.name)}`;
}

/** Kubernetes' own rule, which every kind that the portal knows follows. */
function plural(kind: string): string {
  const lower = kind.toLowerCase();
  if (/[^aeiou]y$/.test(lower)) return lower.replace(/y$/, 'ies');
  return /(s|x|ch|sh)$/.test(lower) ? `${lower}es` : `${lower}s`;
}
