import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';

const vaultType = 'Microsoft.KeyVault/vaults';
const deletedType = 'Microsoft.KeyVault/locations/deletedVaults';

/** Names are one list in all of Azure, deleted ones included. */
export const vault: ResourceType = {
  type: vaultType,
  tracked: true,
  // The service answers a PUT at once (documented as a long-running operation without an address).
  prepare({ id, body, existing, arm, tenantId }) {
    if (!/^[a-zA-Z](-?[a-zA-Z0-9])*$/.test(id.name) || id.name.length < 3 || id.name.length > 24)
      throw new ArmError(
        400,
        'VaultNameNotValid',
        `The vault name '${id.name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens.`,
      );
    if (body.location) requireLocation(body.location);
    const asked = body.properties ?? {};
    const deleted = findDeleted(id.name, arm);
    if (asked.createMode === 'recover') {
      if (!deleted)
        throw new ArmError(404, 'NotFound', `There is no deleted vault ${id.name} to recover.`);
      arm.drop(deleted.id);
    } else if (!existing && (deleted || taken(id.name, id.id, arm)))
      throw new ArmError(
        409,
        'VaultAlreadyExists',
        `The vault name '${id.name}' is already in use. Vault names are globally unique so it is possible that the name is already taken${deleted ? ', or that the same name is still in a soft deleted state' : ''}.`,
      );
    if (existing?.properties.enablePurgeProtection && asked.enablePurgeProtection === false)
      throw new ArmError(
        400,
        'BadRequest',
        'The property "enablePurgeProtection" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.',
      );
    if (asked.tenantId && asked.tenantId !== tenantId)
      throw new ArmError(
        400,
        'BadRequest',
        `An invalid value was provided for 'tenantId': ${asked.tenantId}.`,
      );
    const { createMode: _mode, ...properties } = asked;
    return {
      enableSoftDelete: true,
      softDeleteRetentionInDays: 90,
      ...properties,
      accessPolicies: properties.accessPolicies ?? [],
      vaultUri: `https://${id.name.toLowerCase()}.vault.azure.net/`,
    };
  },
  removed(gone, arm) {
    const days = gone.properties.softDeleteRetentionInDays;
    const [, , subscription] = gone.id.split('/');
    const id = `/subscriptions/${subscription}/providers/Microsoft.KeyVault/locations/${gone.location}/deletedVaults/${gone.name}`;
    arm.put({
      id,
      name: gone.name,
      type: deletedType,
      properties: {
        vaultId: gone.id,
        location: gone.location,
        tags: gone.tags,
        deletionDate: new Date().toISOString(),
        scheduledPurgeDate: new Date(Date.now() + days * 24 * 3600_000).toISOString(),
        ...(gone.properties.enablePurgeProtection && { purgeProtectionEnabled: true }),
      },
    });
  },
};

/** What may be recovered until its time is over. */
export const deletedVault: ResourceType = {
  type: deletedType,
  stateless: true,
  bare: true,
};

const findDeleted = (name: string, arm: Arm): ArmResource | undefined =>
  arm
    .stored('', deletedType)
    .find(
      one =>
        one.name.toLowerCase() === name.toLowerCase() &&
        Date.parse(one.properties.scheduledPurgeDate) > Date.now(),
    );

const taken = (name: string, id: string, arm: Arm): boolean =>
  arm
    .stored('', vaultType)
    .some(
      one =>
        one.name.toLowerCase() === name.toLowerCase() && one.id.toLowerCase() !== id.toLowerCase(),
    );
