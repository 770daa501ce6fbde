import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';

const { signal } = new AbortController();
const locks = 'Microsoft.Authorization/locks';
const lockVersion = '2020-05-01';

/** Has a custom role of the subscription, by its name, allow something else. */
export async function changeRole(
  { arm, subscription }: { arm: ArmClient; subscription: string },
  name: string,
  change: (actions: string[]) => string[],
): Promise<void> {
  const path = `${subscription}/providers/Microsoft.Authorization/roleDefinitions`;
  const all = await arm.list(path, apiVersions.roleAssignment);
  const { id, properties } = all.find(one => one.properties.roleName === name)!;
  const [permission] = properties.permissions as { actions: string[] }[];
  const permissions = [{ ...permission, actions: change(permission.actions) }];
  const body = { properties: { ...properties, permissions } };
  await arm.put(id, apiVersions.roleAssignment, body, { signal });
}

/** Takes all locks off what lies in a subscription. */
export async function unlock(arm: ArmClient, subscription: string): Promise<void> {
  for (const { id } of await arm.list(`${subscription}/providers/${locks}`, lockVersion))
    await arm.remove(id, lockVersion, { signal });
}
