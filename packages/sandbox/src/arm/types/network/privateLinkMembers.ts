import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import { accountDomains } from '../cognitiveServices/cognitiveAccount.ts';

/** One address of a private endpoint: the name that it is asked for by configuration, and the names that it answers to. */
export interface Member {
  name: string;
  fqdn: string;
}

/** The members of a target by its group; the names below are those that the private zones have, without `privatelink.`. */
type Members = (target: ArmResource, arm: Arm) => Member[];

const monitorNames = ['api', 'diagservices-query', 'global.in.ai', 'live', 'profiler', 'snapshot'];

/** https://learn.microsoft.com/azure/private-link/private-endpoint-dns; member names are confirmed for accounts and registries alone. */
const groups: Record<string, Record<string, Members>> = {
  'microsoft.cognitiveservices/accounts': {
    account: target => accountDomains(target).map(fqdn => ({ name: memberOfAccount(fqdn), fqdn })),
  },
  'microsoft.containerregistry/registries': {
    // The registry comes last: the reference has its data endpoint at .19 and the registry at .20.
    registry: ({ name, location }) => [
      {
        name: `registry_data_${location}`,
        fqdn: `${name}.${location}.data.azurecr.io`,
      },
      { name: 'registry', fqdn: `${name}.azurecr.io` },
    ],
  },
  'microsoft.keyvault/vaults': {
    vault: ({ name }) => [{ name: 'default', fqdn: `${name}.vault.azure.net` }],
  },
  'microsoft.dbforpostgresql/flexibleservers': {
    postgresqlServer: ({ name }) => [
      { name: 'postgresqlServer', fqdn: `${name}.postgres.database.azure.com` },
    ],
  },
  'microsoft.monitor/accounts': {
    prometheusMetrics: ({ properties }) => [
      {
        name: 'prometheusMetrics',
        fqdn: new URL(properties.metrics.prometheusQueryEndpoint).hostname,
      },
    ],
  },
  'microsoft.dashboard/grafana': {
    grafana: ({ properties }) => [{ name: 'grafana', fqdn: new URL(properties.endpoint).hostname }],
  },
  'microsoft.insights/privatelinkscopes': {
    azuremonitor: (target, arm) => monitorMembers(target, arm),
  },
};

/** The members of one group of a target. @throws ArmError where it has no such group */
export function membersOf(target: ArmResource, groupIds: string[], arm: Arm): Member[] {
  const known = groups[target.type.toLowerCase()];
  if (!known)
    throw new ArmError(
      400,
      'PrivateLinkServiceNotSupported',
      `Resources of type ${target.type} cannot be connected to by a private endpoint.`,
    );
  const members = groupIds.length === 1 ? known[groupIds[0]] : undefined;
  if (!members)
    throw new ArmError(
      400,
      'InvalidGroupId',
      `The group ids '${groupIds.join(',')}' are not valid for the resource: it has '${Object.keys(known).join("', '")}'.`,
    );
  requireReady(target);
  return members(target, arm);
}

/** The name of a service's record in a private zone; undefined where the zone is not for it. */
export function recordIn(zone: string, fqdn: string): string | undefined {
  const suffix = zone.toLowerCase().replace(/^privatelink\./, '.');
  // A vault's private zone has another name than its public one.
  const name = fqdn.toLowerCase().replace(/\.vault\.azure\.net$/, '.vaultcore.azure.net');
  return name.endsWith(suffix) ? name.slice(0, -suffix.length) : undefined;
}

function requireReady(target: ArmResource): void {
  if (
    /^microsoft\.cognitiveservices\/accounts$/i.test(target.type) &&
    !target.properties.customSubDomainName
  )
    throw new ArmError(
      400,
      'InvalidResource',
      `The account ${target.name} needs a custom subdomain name before a private endpoint can be made for it.`,
    );
  if (
    /^microsoft\.containerregistry\/registries$/i.test(target.type) &&
    target.sku?.name !== 'Premium'
  )
    throw new ArmError(
      400,
      'PrivateEndpointConnectionsNotSupportedForSku',
      `The registry ${target.name} has SKU ${target.sku?.name}: private endpoints need Premium.`,
    );
}

// `default`, `secondary`, … are the members that azurerm's users name for an account; unconfirmed.
const memberOfAccount = (fqdn: string) =>
  fqdn.includes('.openai.') ? 'secondary' : fqdn.includes('.services.ai.') ? 'third' : 'default';

/** A scope answers to the names of Azure Monitor, and to those of each workspace and collection endpoint in it. */
function monitorMembers(target: ArmResource, arm: Arm): Member[] {
  const scoped = arm
    .stored(target.id, 'Microsoft.Insights/privateLinkScopes/scopedResources')
    .map(({ properties }) => arm.get(properties.linkedResourceId))
    .filter(one => one !== undefined);
  const ofEndpoint = ({ properties }: ArmResource) =>
    ['configurationAccess', 'logsIngestion', 'metricsIngestion'].flatMap(key =>
      properties[key]?.endpoint ? [new URL(properties[key].endpoint).hostname] : [],
    );
  const fqdns = [
    ...monitorNames.map(name => `${name}.monitor.azure.com`),
    ...scoped.flatMap(one =>
      /\/workspaces\//i.test(one.id)
        ? [
            `${one.properties.customerId}.ods.opinsights.azure.com`,
            `${one.properties.customerId}.oms.opinsights.azure.com`,
            `${one.properties.customerId}.agentsvc.azure-automation.net`,
          ]
        : ofEndpoint(one),
    ),
    // Solution packs of the agents.
    'scadvisorcontentpl.blob.core.windows.net',
  ];
  return fqdns.map(fqdn => ({ name: fqdn.split('.')[0], fqdn }));
}
