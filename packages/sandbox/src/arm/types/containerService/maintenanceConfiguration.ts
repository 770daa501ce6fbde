import { ArmError } from '../../errors.ts';
import type { ResourceType } from '../../resourceType.ts';

const names = ['default', 'aksManagedAutoUpgradeSchedule', 'aksManagedNodeOSUpgradeSchedule'];

/** When a cluster, or its nodes, may be upgraded. https://learn.microsoft.com/azure/aks/planned-maintenance */
export const maintenanceConfiguration: ResourceType = {
  type: 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations',
  stateless: true,
  prepare({ id, body }) {
    if (!names.includes(id.name))
      throw new ArmError(
        400,
        'InvalidParameter',
        `The maintenance configuration '${id.name}' is not one of ${names.join(', ')}.`,
      );
    const hours = body.properties?.maintenanceWindow?.durationHours;
    if (hours !== undefined && (hours < 4 || hours > 24))
      throw new ArmError(
        400,
        'InvalidParameter',
        `The maintenance window's durationHours is ${hours}: it is from 4 to 24.`,
      );
    return { ...body.properties };
  },
};
