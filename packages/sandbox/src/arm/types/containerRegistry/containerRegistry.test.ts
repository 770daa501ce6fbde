import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareClient } from '../../clientForTest.ts';
import { startArmForTest } from '../../startForTest.ts';

test('a registry, its cache rules and its pool are refused where Azure refuses them', async () => {
  const room = await startArmForTest(undefined, { landingZone: false });
  room.arm.timing.change({ scale: 0 });
  const client = await bareClient(room);
  const group = `/subscriptions/${room.subscriptionId}/resourceGroups/rg-a`;
  const location = 'koreacentral';
  const registries = `${group}/providers/Microsoft.ContainerRegistry/registries`;
  const premium = {
    location,
    sku: { name: 'Premium' },
    properties: { publicNetworkAccess: 'Disabled' },
  };
  const codeOf = async (path: string, asked: object) =>
    (await client.send('PUT', `${registries}/${path}`, asked)).body?.error?.code;
  try {
    await client.send('PUT', group, { location });
    assert.equal(await codeOf('acr-contoso', premium), 'InvalidResourceName');
    assert.equal(await codeOf('acrcontoso', { ...premium, sku: { name: 'Gold' } }), 'InvalidSku');
    const basic = { ...premium, sku: { name: 'Basic' } };
    assert.equal(await codeOf('acrcontoso', basic), 'FeatureNotSupportedForSku');
    assert.equal(await codeOf('acrcontoso', premium), undefined);

    const rule = (targetRepository: string, sourceRepository = 'quay.io/jetstack/controller') => ({
      properties: { sourceRepository, targetRepository },
    });
    assert.equal(
      await codeOf('acrcontoso/cacheRules/one', rule('a', 'controller')),
      'InvalidCacheRule',
    );
    assert.equal(await codeOf('acrcontoso/cacheRules/one', rule('a')), undefined);
    assert.equal(
      await codeOf('acrcontoso/cacheRules/two', rule('a')),
      'CacheRuleTargetRepositoryConflict',
    );

    const pool = (where: string, subnet?: string) => ({
      location: where,
      properties: { tier: 'S1', virtualNetworkSubnetResourceId: subnet },
    });
    assert.equal(
      await codeOf('acrcontoso/agentPools/build', pool(location)),
      'LocationNotAvailableForResourceType',
    );
    const nowhere = `${group}/providers/Microsoft.Network/virtualNetworks/v/subnets/s`;
    assert.equal(
      await codeOf('acrcontoso/agentPools/build', pool('japaneast', nowhere)),
      'InvalidResourceReference',
    );
  } finally {
    client.stop();
    await room.stop();
  }
});
