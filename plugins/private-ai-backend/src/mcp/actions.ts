import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { Knex } from 'knex';
import type { PortalApi } from '../portalApi/portalApi';
import { registerOperations } from './operations';
import { registerProvisioning } from './provisioning';
import { registerReleases } from './releases';
import { registerRetirement } from './retirement';
import { calling } from './to';

/**
 * The operations as actions of Backstage's registry, for MCP clients and other plugins. Each is one call of the plugin's own
 * HTTP API with the credentials of who invokes it, so that it asks the same permission and gives the same sentences.
 */
export function registerActions(deps: {
  registry: ActionsRegistryService;
  api: PortalApi;
  knex: Knex;
}): void {
  const to = { registry: deps.registry, call: calling(deps.api) };
  registerOperations({ ...to, knex: deps.knex });
  registerProvisioning(to);
  registerReleases(to);
  registerRetirement(to);
}
