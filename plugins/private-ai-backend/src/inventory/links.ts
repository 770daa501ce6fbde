import type { Entity } from '@backstage/catalog-model';
import type { ScmIntegrations } from '@backstage/integration';
import type { AppOverview } from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';
import type { LandingZone } from '../config/landingZone';
import { ownRepositoryOf } from '../git/ownSource';
import { repositoryPage } from '../git/pages';
import { expectedInAzure } from './azureResources';

/** Azure Resource Manager of the public cloud, whose portal is known; other clouds have others. */
const publicCloud = 'https://management.azure.com';

/** Where else an application can be looked at: nobody is asked for it. */
export function linksOf(
  entity: Entity,
  at: AppLocation,
  integrations: ScmIntegrations,
): AppOverview['links'] {
  const { zone } = at;
  const { grafanaUrl } = zone.metrics ?? {};
  const repository = repositoryOf(entity, zone, integrations);
  return [
    ...(repository ? [{ id: 'repository' as const, url: repository }] : []),
    ...(zone.azure.endpoint === publicCloud ? inAzurePortal(entity, at) : []),
    ...(grafanaUrl ? [{ id: 'grafana' as const, url: grafanaUrl }] : []),
  ];
}

/** Of what its annotations name; of what was there before the portal they name nothing. */
function inAzurePortal(entity: Entity, at: AppLocation): AppOverview['links'] {
  const expected = expectedInAzure(entity, at);
  const page = (armId: string) =>
    `https://portal.azure.com/#@${at.zone.azure.tenantId}/resource${encodeURI(armId)}`;
  const account = expected.find(({ id }) => id === 'foundry-account')?.armId;
  // An account that others use, too, lies elsewhere.
  const own = expected.find(({ tagged }) => tagged)?.armId;
  const [group] = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.exec(own ?? '') ?? [];
  return [
    ...(group ? [{ id: 'azure-group' as const, url: page(group) }] : []),
    ...(account ? [{ id: 'azure-account' as const, url: page(account) }] : []),
  ];
}

/** Undefined where the entity's annotations name none of the landing zone. */
function repositoryOf(
  entity: Entity,
  zone: LandingZone,
  integrations: ScmIntegrations,
): string | undefined {
  try {
    return repositoryPage(ownRepositoryOf(entity, zone, integrations), zone.git.type, integrations);
  } catch {
    return undefined;
  }
}
