import type { Arm } from '../arm/arm.ts';
import { verdictOn } from '../arm/authorization/access.ts';
import type { ArmResource } from '../arm/resource.ts';

/** What somebody does with a repository, as a token's scope names it. */
export const verbs = ['pull', 'push'] as const;
export type Verb = (typeof verbs)[number];

const provider = 'Microsoft.ContainerRegistry/registries';
const byRegistry: Record<Verb, string> = {
  pull: `${provider}/pull/read`,
  push: `${provider}/push/write`,
};
const byRepository: Record<Verb, string[]> = {
  pull: ['content/read', 'metadata/read'],
  push: ['content/write', 'metadata/write'],
};

/** Whether conditions of role assignments name the repositories that they are for. */
export const isAbac = ({ properties }: ArmResource): boolean =>
  properties.roleAssignmentMode === 'AbacRepositoryPermissions';

/**
 * Whether somebody may pull from a repository or push to it. In ABAC mode AcrPull, AcrPush and the rights to manage the registry give
 * nothing: only data actions count, with the repository's name for their conditions.
 * https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
 */
export function mayAccess(
  { by, verb, repository }: { by: string; verb: Verb; repository: string },
  registry: ArmResource,
  arm: Arm,
): boolean {
  const scope = registry.id;
  if (!isAbac(registry))
    return verdictOn({ by, action: byRegistry[verb], scope }, arm) === 'allowed';
  const attributes = {
    request: { [`${provider}/repositories:name`.toLowerCase()]: [repository] },
    resource: {},
  };
  return byRepository[verb].every(action => {
    const asked = { by, action: `${provider}/repositories/${action}`, scope, data: true };
    return verdictOn(asked, arm, attributes) === 'allowed';
  });
}
