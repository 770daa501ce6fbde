import { randomUUID } from 'node:crypto';
import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { endpointAddresses } from '../insights/dataCollectionEndpoint.ts';

/** Microsoft.Monitor: an Azure Monitor workspace, with the collection endpoint and rule that Azure makes in a group of its own. */
export const monitorAccount: ResourceType = {
  type: 'Microsoft.Monitor/accounts',
  tracked: true,
  etag: true,
  remove: { path: 'operationStatuses', location: 'also' },
  prepare({ id, body, existing }) {
    if (body.location) requireLocation(body.location);
    // The published pattern; the code is unconfirmed.
    if (!/^(?!-)[a-zA-Z0-9-]+[^-]$/.test(id.name))
      throw new ArmError(
        400,
        'InvalidResourceName',
        `The Azure Monitor workspace name '${id.name}' is invalid: letters, digits and dashes, no dash first or last.`,
      );
    const location = String(body.location ?? existing?.location)
      .toLowerCase()
      .replaceAll(' ', '');
    const managed = `${id.parent.replace(/\/resourceGroups\/.*$/i, '')}/resourceGroups/MA_${id.name}_${location}_managed/providers/Microsoft.Insights`;
    const key = randomUUID().slice(0, 4);
    return {
      publicNetworkAccess: 'Enabled',
      ...body.properties,
      accountId: existing?.properties.accountId ?? randomUUID(),
      metrics: existing?.properties.metrics ?? {
        internalId: `mac_${randomUUID()}`,
        prometheusQueryEndpoint: `https://${id.name}-${key}.${location}.prometheus.monitor.azure.com`,
      },
      defaultIngestionSettings: {
        dataCollectionEndpointResourceId: `${managed}/dataCollectionEndpoints/${id.name}`,
        dataCollectionRuleResourceId: `${managed}/dataCollectionRules/${id.name}`,
      },
    };
  },
  done(account, arm) {
    const { dataCollectionEndpointResourceId: endpoint, dataCollectionRuleResourceId: rule } =
      account.properties.defaultIngestionSettings;
    const { location, name } = account;
    const group = managedGroup(account);
    arm.put({
      id: group,
      name: group.split('/').at(-1) as string,
      type: 'Microsoft.Resources/resourceGroups',
      location,
      properties: { provisioningState: 'Succeeded' },
    });
    if (!arm.has(endpoint))
      arm.put({
        id: endpoint,
        name,
        type: 'Microsoft.Insights/dataCollectionEndpoints',
        location,
        kind: 'Linux',
        properties: {
          ...endpointAddresses(name, location as string),
          networkAcls: { publicNetworkAccess: account.properties.publicNetworkAccess },
          provisioningState: 'Succeeded',
        },
      });
    if (!arm.has(rule))
      arm.put({
        id: rule,
        name,
        type: 'Microsoft.Insights/dataCollectionRules',
        location,
        properties: {
          immutableId: `dcr-${randomUUID().replaceAll('-', '')}`,
          dataCollectionEndpointId: endpoint,
          destinations: {
            monitoringAccounts: [{ accountResourceId: account.id, name: 'MonitoringAccount1' }],
          },
          provisioningState: 'Succeeded',
        },
      });
  },
  removed(account, arm) {
    const group = managedGroup(account);
    for (const one of arm.list(group)) arm.drop(one.id);
    arm.drop(group);
  },
};

const managedGroup = ({ properties }: ArmResource): string =>
  properties.defaultIngestionSettings.dataCollectionEndpointResourceId.split('/providers/')[0];
