import type { Arm } from '../../arm.ts';
import type { ArmResource, ResourceBody } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { releaseQuota } from './modelDeployment.ts';

const deletedType = 'Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts';
const keptHours = 48;

/** A deleted account keeps its name and subdomain for 48 hours. */
export function softDelete(account: ArmResource, arm: Arm): void {
  const { id, ...rest } = account;
  const [, , subscription, , group] = id.split('/');
  const deleted = `/subscriptions/${subscription}/providers/Microsoft.CognitiveServices/locations/${account.location}/resourceGroups/${group}/deletedAccounts/${account.name}`;
  const now = Date.now();
  arm.put({
    ...rest,
    id: deleted,
    type: deletedType,
    properties: {
      ...account.properties,
      privateEndpointConnections: [],
      deletionDate: new Date(now).toISOString(),
      scheduledPurgeDate: new Date(now + keptHours * 3600_000).toISOString(),
    },
  });
}

export const deletedAccount: ResourceType = {
  type: deletedType,
  tracked: true,
  remove: {
    path: 'operationResults',
    apiVersion: '2017-04-18',
    location: 'also',
  },
  removed: (deleted, arm) => void releaseQuota(idBefore(deleted), arm),
  present(account) {
    return { ...account, type: 'Microsoft.CognitiveServices/deletedAccounts' };
  },
};

/** Every account that may still be restored. */
export const deletedAccounts = (arm: Arm): ArmResource[] =>
  arm
    .list(`/subscriptions/${arm.subscriptionId}/providers/Microsoft.CognitiveServices/locations`)
    .filter(({ id }) => /\/deletedAccounts\/[^/]+$/.test(id))
    .filter(({ properties }) => Date.parse(properties.scheduledPurgeDate) > Date.now());

/** The id that a deleted account had. */
export function idBefore(deleted: ArmResource): string {
  const [, , subscription, , , , , , group, , name] = deleted.id.split('/');
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.CognitiveServices/accounts/${name}`;
}

/** Takes the account back: the body gets what it had, and its properties are returned. */
export function restore(deleted: ArmResource, body: ResourceBody, arm: Arm) {
  arm.drop(deleted.id);
  releaseQuota(idBefore(deleted), arm);
  const { deletionDate: _date, scheduledPurgeDate: _purge, ...properties } = deleted.properties;
  Object.assign(body, {
    sku: deleted.sku,
    kind: deleted.kind,
    identity: deleted.identity,
    tags: body.tags ?? deleted.tags,
  });
  return properties;
}
