import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform, portal, type Application } from '../entra/principals.ts';
import { parseResourceId } from './resourceId.ts';
import type { ResourceManager } from './resourceManager.ts';

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

/**
 * Who may do what at the start: the portal's principal has exactly the roles of infra/roles (read anew each time), the
 * platform team's is Owner.
 */
export function seedAccess(arm: ResourceManager): void {
  const condition = readFileSync(join(folder, 'portal-assigns.condition.txt'), 'utf8').trim();
  seedOwner(arm);
  assign(arm, portal, defineRole(arm, 'portal.json'));
  assign(arm, portal, defineRole(arm, 'portal-assigns.json'), condition);
}

/** The platform team may do everything. */
export const seedOwner = (arm: ResourceManager): void => assign(arm, platform, owner);

/** @returns the role's GUID */
function defineRole(arm: ResourceManager, file: string): string {
  const role: RoleFile = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const guid = guidOf(`role ${file}`);
  const scope = `/subscriptions/${arm.subscriptionId}`;
  write(arm, `${scope}/providers/Microsoft.Authorization/roleDefinitions/${guid}`, {
    roleName: role.Name,
    description: role.Description,
    type: 'CustomRole',
    assignableScopes: [scope],
    permissions: [
      {
        actions: role.Actions,
        notActions: role.NotActions,
        dataActions: role.DataActions,
        notDataActions: role.NotDataActions,
      },
    ],
  });
  return guid;
}

function assign(arm: ResourceManager, to: Application, role: string, condition?: string): void {
  const scope = `/subscriptions/${arm.subscriptionId}`;
  const name = guidOf(`assignment ${to.objectId} ${role}`);
  write(arm, `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`, {
    principalId: to.objectId,
    principalType: 'ServicePrincipal',
    roleDefinitionId: `${scope}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    ...(condition && { condition, conditionVersion: '2.0' }),
  });
}

const write = (arm: ResourceManager, id: string, properties: object) =>
  arm.write(parseResourceId(id), { properties }, platform.objectId, 'seed');

function guidOf(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5');
}
