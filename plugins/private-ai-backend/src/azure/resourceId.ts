import { resourceTypes } from './resourceTypes';

const titles = new Map<string, string>(
  Object.values(resourceTypes).map(({ type, title }) => [type.toLowerCase(), title]),
);

/** A resource's id in a person's words, e.g. `Foundry account aif-a in resource group rg-a`. */
export function describeId(id: string): string {
  const [, group] = /\/resourceGroups\/([^/?]+)/i.exec(id) ?? [];
  // The last `/providers/` counts: a role assignment or linker lies on another resource.
  const [path] = id.split('?');
  const [, namespace, rest] = /.*\/providers\/([^/]+)\/(.+)$/i.exec(path) ?? [];
  if (!rest) return group ? `resource group ${group}` : path;
  const segments = rest.split('/');
  const type = [namespace, ...segments.filter((_, index) => index % 2 === 0)].join('/');
  const title = titles.get(type.toLowerCase()) ?? type;
  const name = segments.length % 2 === 0 ? ` ${segments.at(-1)}` : '';
  return `${title}${name}${group ? ` in resource group ${group}` : ''}`;
}

/** Whether two ids, or locations, mean the same: Azure answers them in other letter case. */
export function sameText(one: string | undefined, other: string | undefined): boolean {
  return one?.toLowerCase() === other?.toLowerCase();
}
