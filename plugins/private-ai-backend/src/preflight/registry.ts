import type { ArmResource } from '../azure/client';
import type { LandingZone } from '../config/landingZone';

/** Where images go: whether it is there, and decides who may what as the landing zone says. */
export function registryProblems(zone: LandingZone, found: ArmResource | undefined): string[] {
  const { id, permissions, build } = zone.registry;
  const title = `The container registry ${id.split('/').at(-1)}`;
  if (!found)
    return [
      `${title} does not exist: the platform team has to make it, or to correct registry.id of the landing zone ${zone.title}.`,
    ];
  const isAbac = found.properties.roleAssignmentMode === 'AbacRepositoryPermissions';
  if (permissions === 'repositories' && !isAbac)
    return [
      `${title} knows no permissions for single repositories, so a builder could not be held to its own: the platform team has to set its role assignment mode (az acr update --role-assignment-mode rbac-abac, after giving everybody who pulls from it the roles of that mode), or registry.permissions: registry for the landing zone ${zone.title}.`,
    ];
  if (permissions === 'registry' && isAbac && build.strategy === 'tasks')
    return [
      `${title} lets no build in that does not say as whom it comes, since it has permissions for single repositories: the platform team has to set registry.permissions: repositories for the landing zone ${zone.title}.`,
    ];
  return [];
}
