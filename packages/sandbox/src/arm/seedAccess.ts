import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform, type Application } from '../entra/principals.ts';
import type { Arm } from './arm.ts';
import { parseResourceId } from './resourceId.ts';
import { customRoles } from './roleDefinitions.ts';

const folder = join(import.meta.dirname, '../../../../infra/roles');
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

/** As `az role definition create` takes it. */
interface RoleFile {
  Name: string;
  Description: string;
  Actions: string[];
  NotActions: string[];
  DataActions: string[];
  NotDataActions: string[];
}

/** The platform team may do everything. */
export function seedOwner(arm: Arm): void {
  for (const id of arm.subscriptionIds) assign(arm, `/subscriptions/${id}`, platform, owner);
}

/**
 * The portal's roles are those of infra/roles, read anew each time: a landing zone keeps the permissions that they had when it was laid
 * down.
 */
export function seedRoles(arm: Arm): void {
  for (const file of readdirSync(folder).filter(name => name.endsWith('.json'))) {
    const role: RoleFile = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const found = customRoles(arm).find(({ properties }) => properties.roleName === role.Name);
    if (!found) throw new Error(`The landing zone has no role "${role.Name}" of infra/roles.`);
    const [permission] = found.properties.permissions;
    const permissions = [
      {
        ...permission,
        actions: role.Actions,
        notActions: role.NotActions,
        dataActions: role.DataActions,
        notDataActions: role.NotDataActions,
      },
    ];
    arm.put({ ...found, properties: { ...found.properties, permissions } });
  }
}

function assign(arm: Arm, scope: string, to: Application, role: string): void {
  const name = guidOf(`assignment ${to.objectId} ${role}`);
  write(arm, `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`, {
    principalId: to.objectId,
    principalType: 'ServicePrincipal',
    roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
  });
}

const write = (arm: Arm, id: string, properties: object) =>
  arm.write(parseResourceId(id), { properties }, platform.objectId, 'seed');

function guidOf(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5');
}
