import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';

const serverType = 'Microsoft.DBforPostgreSQL/flexibleServers';

export const flexibleServer: ResourceType = {
  type: serverType,
  tracked: true,
  created: 202,
  updated: 202,
  write: {
    path: 'azureAsyncOperation',
    location: 'also',
    state: 'Creating',
    updateState: 'Updating',
  },
  remove: { path: 'azureAsyncOperation', location: 'also' },
  prepare({ id, body, existing, arm }) {
    if (body.location) requireLocation(body.location);
    if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(id.name))
      throw new ArmError(
        400,
        'InvalidServerName',
        `The server name '${id.name}' is invalid: 3 to 63 lower-case letters, digits and dashes, no dash first or last.`,
      );
    const taken = arm
      .stored('', serverType)
      .some(one => one.name === id.name && one.id.toLowerCase() !== id.id.toLowerCase());
    if (taken)
      throw new ArmError(
        409,
        'ServerNameAlreadyExists',
        `Specified server name '${id.name}' is already used.`,
      );
    const asked = body.properties ?? {};
    const kept = existing?.properties;
    const tier = body.sku?.tier ?? existing?.sku?.tier;
    if (asked.highAvailability?.mode === 'ZoneRedundant' && tier === 'Burstable')
      throw new ArmError(
        400,
        'HighAvailabilityNotSupportedForBurstable',
        `High availability is not supported for the Burstable server ${id.name}.`,
      );
    return {
      ...kept,
      ...asked,
      administratorLoginPassword: undefined,
      minorVersion: '5',
      state: 'Ready',
      fullyQualifiedDomainName: `${id.name}.postgres.database.azure.com`,
      availabilityZone: asked.availabilityZone ?? kept?.availabilityZone ?? '1',
      storage: { iops: 120, tier: 'P4', type: '', ...kept?.storage, ...asked.storage },
      network: { publicNetworkAccess: 'Enabled', ...kept?.network, ...asked.network },
      backup: {
        backupRetentionDays: 7,
        geoRedundantBackup: 'Disabled',
        ...kept?.backup,
        ...asked.backup,
        earliestRestoreDate: kept?.backup?.earliestRestoreDate ?? new Date().toISOString(),
      },
      highAvailability: {
        mode: 'Disabled',
        ...asked.highAvailability,
        state: asked.highAvailability?.mode === 'ZoneRedundant' ? 'Healthy' : 'NotEnabled',
      },
      maintenanceWindow: {
        customWindow: 'Disabled',
        dayOfWeek: 0,
        startHour: 0,
        startMinute: 0,
        ...asked.maintenanceWindow,
      },
      authConfig: {
        activeDirectoryAuth: 'Disabled',
        passwordAuth: 'Enabled',
        ...kept?.authConfig,
        ...asked.authConfig,
      },
      replica: { role: 'Primary', capacity: 5 },
      replicationRole: 'Primary',
      replicaCapacity: 5,
    };
  },
};

/** Who administers a server by Entra's sign-in. */
export const serverAdministrator: ResourceType = {
  type: `${serverType}/administrators`,
  stateless: true,
  created: 202,
  updated: 202,
  write: {
    path: 'azureAsyncOperation',
    location: 'also',
    state: 'Creating',
    updateState: 'Updating',
  },
  remove: { path: 'azureAsyncOperation', location: 'also' },
  prepare({ id, body, arm }) {
    const server = arm.get(id.parent) as ArmResource;
    if (server.properties.authConfig.activeDirectoryAuth !== 'Enabled')
      throw new ArmError(
        400,
        'AadAuthOperationCannotBePerformedWhenServerIsNotAccessible',
        `The server ${server.name} takes no sign-in by Entra: enable it before it gets an administrator of Entra.`,
      );
    return { ...body.properties, objectId: id.name };
  },
};
