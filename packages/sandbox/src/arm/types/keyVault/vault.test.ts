import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareClient } from '../../../testing/armClient.ts';
import { startArmForTest } from '../../../testing/arm.ts';

test('a vault’s name is one in all of Azure, its protection is for good, and a deleted one is recovered', async () => {
  const room = await startArmForTest(undefined, { landingZone: false });
  const client = await bareClient(room);
  const scope = `/subscriptions/${room.subscriptionId}`;
  const location = 'koreacentral';
  const vault = (group: string, name = 'kv-contoso') =>
    `${scope}/resourceGroups/${group}/providers/Microsoft.KeyVault/vaults/${name}`;
  const body = (properties: object = {}) => ({
    location,
    properties: {
      tenantId: room.tenantId,
      sku: { family: 'A', name: 'standard' },
      enablePurgeProtection: true,
      ...properties,
    },
  });
  const codeOf = async (path: string, asked: object) =>
    (await client.send('PUT', path, asked)).body?.error?.code;
  try {
    for (const group of ['rg-a', 'rg-b'])
      await client.send('PUT', `${scope}/resourceGroups/${group}`, { location });
    assert.equal(await codeOf(vault('rg-a', 'a--b'), body()), 'VaultNameNotValid');
    assert.equal(
      await codeOf(vault('rg-a'), body({ tenantId: crypto.randomUUID() })),
      'BadRequest',
    );
    const made = await client.send('PUT', vault('rg-a'), body());
    assert.equal(made.body.properties.vaultUri, 'https://kv-contoso.vault.azure.net/');
    assert.equal(await codeOf(vault('rg-b'), body()), 'VaultAlreadyExists');
    assert.equal(
      await codeOf(vault('rg-a'), body({ enablePurgeProtection: false })),
      'BadRequest',
      'protection cannot be taken back',
    );

    await client.send('DELETE', vault('rg-a'));
    const deleted = `${scope}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/kv-contoso`;
    assert.equal((await client.send('GET', deleted)).body.properties.purgeProtectionEnabled, true);
    assert.equal(await codeOf(vault('rg-a'), body()), 'VaultAlreadyExists');
    assert.equal(await codeOf(vault('rg-a'), body({ createMode: 'recover' })), undefined);
    assert.equal((await client.send('GET', deleted)).status, 404);
  } finally {
    client.stop();
    await room.stop();
  }
});
