import { test } from 'node:test';
import { emptySubscription } from '../../../testing/emptySubscription.ts';

test('a server’s name is one in all of Azure, its standby needs a size, its administrator Entra', async () => {
  const it = await emptySubscription();
  const location = 'koreacentral';
  const server = 'Microsoft.DBforPostgreSQL/flexibleServers/psql-contoso';
  const body = (tier: string, properties: object = {}) => ({
    location,
    sku: { name: 'Standard_D2ds_v5', tier },
    properties,
  });
  const standby = { highAvailability: { mode: 'ZoneRedundant' } };
  const entra = { authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' } };
  const administrator = `${server}/administrators/5f8a7a4c-95cd-4a5c-9f1b-6d1c8a6d1f10`;
  const who = { properties: { principalName: 'portal', principalType: 'ServicePrincipal' } };
  try {
    await it.refused(`${server}-`, body('Burstable'), 'InvalidServerName');
    const unsupported = 'HighAvailabilityNotSupportedForBurstable';
    await it.refused(server, body('Burstable', standby), unsupported);
    await it.make(server, body('GeneralPurpose', standby));
    const closed = 'AadAuthOperationCannotBePerformedWhenServerIsNotAccessible';
    await it.refused(administrator, who, closed);
    await it.make(server, body('GeneralPurpose', entra));
    await it.make(administrator, who);
    await it.client.send('PUT', `/subscriptions/${it.room.subscriptionId}/resourceGroups/rg-b`, {
      location,
    });
    const twin = it.at(server).replace('/rg-a/', '/rg-b/');
    await it.refused(twin, body('Burstable'), 'ServerNameAlreadyExists');

    const budget = `/subscriptions/${it.room.subscriptionId}/providers/Microsoft.Consumption/budgets/b`;
    const spent = (amount: number, startDate: string) => ({
      properties: { amount, timePeriod: { startDate } },
    });
    await it.refused(budget, spent(0, '2026-12-01T00:00:00Z'), '400');
    await it.refused(budget, spent(10, '2026-12-02T00:00:00Z'), '400');
    await it.make(budget, spent(10, '2026-12-01T00:00:00Z'));
  } finally {
    await it.stop();
  }
});
