import { createHash, randomUUID } from 'node:crypto';
import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ResourceType } from '../../resourceType.ts';

const skus = ['PerGB2018', 'CapacityReservation', 'LACluster', 'Standalone', 'Free'];

/** Microsoft.OperationalInsights: Log Analytics. */
export const logWorkspace: ResourceType = {
  type: 'Microsoft.OperationalInsights/workspaces',
  tracked: true,
  etag: true,
  write: { path: 'operationStatuses', state: 'Creating', updateState: 'Updating' },
  prepare({ id, body, existing }) {
    if (body.location) requireLocation(body.location);
    if (!/^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$/.test(id.name))
      throw new ArmError(
        400,
        'InvalidResourceName',
        `The workspace name '${id.name}' is invalid: 4 to 63 letters, digits and dashes, no dash first or last.`,
      );
    const asked = body.properties ?? {};
    const sku: string = asked.sku?.name ?? existing?.properties.sku?.name ?? 'PerGB2018';
    const known = skus.find(one => one.toLowerCase() === sku.toLowerCase());
    if (!known)
      throw new ArmError(
        400,
        'InvalidParameter',
        `The SKU '${sku}' of the workspace ${id.name} is not one of ${skus.join(', ')}.`,
      );
    const days = asked.retentionInDays ?? existing?.properties.retentionInDays ?? 30;
    if (known === 'PerGB2018' && (days < 30 || days > 730))
      throw new ArmError(
        400,
        'InvalidParameter',
        `'RetentionInDays' of the workspace ${id.name} is ${days}: with ${known} it is from 30 to 730.`,
      );
    return {
      publicNetworkAccessForIngestion: 'Enabled',
      publicNetworkAccessForQuery: 'Enabled',
      ...existing?.properties,
      ...asked,
      retentionInDays: days,
      sku: { ...asked.sku, name: known },
      customerId: existing?.properties.customerId ?? randomUUID(),
      workspaceCapping: {
        dailyQuotaGb: -1,
        ...asked.workspaceCapping,
        dataIngestionStatus: 'RespectQuota',
      },
    };
  },
  // Keys of nothing: where local sign-in is off they let nobody in.
  action: ({ resource, method, rest }) =>
    method === 'POST' && /^sharedKeys$/i.test(rest)
      ? {
          status: 200,
          body: {
            primarySharedKey: keyOf(`primary ${resource.id}`),
            secondarySharedKey: keyOf(`secondary ${resource.id}`),
          },
        }
      : undefined,
};

const keyOf = (text: string) => createHash('sha512').update(text).digest('base64');
