import { test } from 'node:test';
import { emptySubscription } from '../../../testing/emptySubscription.ts';

test('a registry, its cache rules and its pool are refused where Azure refuses them', async () => {
  const it = await emptySubscription();
  const location = 'koreacentral';
  const registry = 'Microsoft.ContainerRegistry/registries/acrcontoso';
  const properties = { publicNetworkAccess: 'Disabled' };
  const ofSku = (name: string) => ({ location, sku: { name }, properties });
  try {
    const dashed = 'Microsoft.ContainerRegistry/registries/acr-contoso';
    await it.refused(dashed, ofSku('Premium'), 'InvalidResourceName');
    await it.refused(registry, ofSku('Gold'), 'InvalidSku');
    await it.refused(registry, ofSku('Basic'), 'FeatureNotSupportedForSku');
    await it.make(registry, ofSku('Premium'));

    const rule = (targetRepository: string, sourceRepository = 'quay.io/jetstack/controller') => ({
      properties: { sourceRepository, targetRepository },
    });
    await it.refused(`${registry}/cacheRules/one`, rule('a', 'controller'), 'InvalidCacheRule');
    await it.make(`${registry}/cacheRules/one`, rule('a'));
    const conflict = 'CacheRuleTargetRepositoryConflict';
    await it.refused(`${registry}/cacheRules/two`, rule('a'), conflict);

    const pool = (where: string, subnet?: string) => ({
      location: where,
      properties: { tier: 'S1', virtualNetworkSubnetResourceId: subnet },
    });
    const build = `${registry}/agentPools/build`;
    await it.refused(build, pool(location), 'LocationNotAvailableForResourceType');
    const nowhere = it.at('Microsoft.Network/virtualNetworks/v/subnets/s');
    await it.refused(build, pool('japaneast', nowhere), 'InvalidResourceReference');
  } finally {
    await it.stop();
  }
});
