import type { Arm } from './arm.ts';
import { builtInRoles, type Permission } from './authorization/builtInRoles.ts';
import type { ArmResource } from './resource.ts';

export type { Permission };

/** When Microsoft made the first of them (recorded 2020). */
const builtIn = '2015-02-02T21:55:09.8806423Z';
const definitionType = 'Microsoft.Authorization/roleDefinitions';

export interface RoleDefinition extends ArmResource {
  properties: {
    roleName: string;
    type: 'BuiltInRole' | 'CustomRole';
    description: string;
    assignableScopes: string[];
    permissions: Permission[];
    createdOn: string;
    updatedOn: string;
    createdBy: string | null;
    updatedBy: string | null;
  };
}

/** The built-in role of a GUID. */
export function findRole(name: string): RoleDefinition | undefined {
  const guid = name.toLowerCase();
  const known = builtInRoles[guid];
  return (
    known && {
      id: `/providers/${definitionType}/${guid}`,
      name: guid,
      type: definitionType,
      properties: {
        roleName: known.roleName,
        type: 'BuiltInRole',
        description: known.description,
        assignableScopes: ['/'],
        permissions: [known.permission],
        createdOn: builtIn,
        updatedOn: builtIn,
        createdBy: null,
        updatedBy: null,
      },
    }
  );
}

/** The role, built in or custom, that an id (or a GUID alone) names at whatever scope. */
export function roleNamed(id: string, arm: Arm): RoleDefinition | undefined {
  const guid = String(id).split('/').at(-1)?.toLowerCase() ?? '';
  return findRole(guid) ?? customRoles(arm).find(role => role.name.toLowerCase() === guid);
}

export const customRoles = (arm: Arm) => arm.list('', definitionType) as RoleDefinition[];

/** All roles, or those that `$filter=roleName eq '…'` or `type eq '…'` names; letter case does not count (recorded 2020). */
export function listRoles(arm: Arm, filter?: string | null): RoleDefinition[] {
  const name = /roleName eq '([^']+)'/i.exec(filter ?? '')?.[1].toLowerCase();
  const kind = /(?<!\w)type eq '([^']+)'/i.exec(filter ?? '')?.[1].toLowerCase();
  return [
    ...Object.keys(builtInRoles).map(guid => findRole(guid) as RoleDefinition),
    ...customRoles(arm),
  ].filter(
    ({ properties }) =>
      (!name || properties.roleName.toLowerCase() === name) &&
      (!kind || properties.type.toLowerCase() === kind),
  );
}
