/**
 * Holds a role to one repository of a registry, which is written and read, and to what is read besides.
 * https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
 * @param bases - how names begin that are only read, each with its last slash
 */
export function repositoryCondition(repository: string, bases: readonly string[]): string {
  const own = `${name} StringEqualsIgnoreCase '${repository}'`;
  const read = bases.map(base => `${name} StringStartsWithIgnoreCase '${base}'`);
  return [
    `(${noneOf('content/write', 'metadata/write')} OR (${own}))`,
    `(${noneOf('content/read', 'metadata/read')} OR (${[own, ...read].join(' OR ')}))`,
  ].join(' AND ');
}

const repositories = 'Microsoft.ContainerRegistry/registries/repositories';
const name = `@Request[${repositories}:name]`;

const noneOf = (...actions: string[]) =>
  `(${actions.map(one => `!(ActionMatches{'${repositories}/${one}'})`).join(' AND ')})`;
