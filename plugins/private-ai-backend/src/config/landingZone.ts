import type { Config } from '@backstage/config';
import type { GitTarget, ModelOffer, RuntimeOffer } from '@private-ai/plugin-private-ai-common';
import { readAgents, type Agents } from './agents';
import { readGuardrails, type Guardrails } from './guardrails';
import { readModels } from './models';
import { readNaming, type Naming } from './naming';
import { readNetwork, type Network } from './network';
import { readPlayground, type Playground } from './playground';
import { forms, reader, type Read } from './values';
import { readGit, readWebhookSecret } from './git';
import { readRegistry, type ImageRegistry } from './registry';
import { readRuntimes } from './runtimes';
import { readTelemetry, type Telemetry } from './telemetry';

/** One entry of `privateAi.landingZones[]`, parsed; every default is filled in. */
export interface LandingZone {
  name: string;
  title: string;
  azure: {
    tenantId: string;
    subscriptionId: string;
    location: string;
    /** Azure Resource Manager, without a trailing slash. */
    endpoint: string;
    credential:
      | { type: 'default'; authorityHost?: string; disableInstanceDiscovery: boolean }
      | {
          type: 'clientSecret';
          clientId: string;
          clientSecret: string;
          authorityHost?: string;
          disableInstanceDiscovery: boolean;
        };
  };
  /** `app/names.ts` is the only place that fills the patterns in. */
  naming: Naming;
  /** One Foundry account for each application, or the landing zone's own, which is used and never changed. */
  foundry: { account: 'dedicated' } | { account: 'shared'; accountId: string };
  tags: Record<string, string>;
  network: Network;
  aks: { clusterId: string };
  registry: ImageRegistry;
  models: ModelOffer[];
  playground?: Playground;
  runtimes: RuntimeOffer[];
  git: GitTarget;
  /** Whether people may have commits built and deployed that are not on their repository's default branch. */
  anyCommit: boolean;
  /** What the git host signs its webhooks with. */
  webhookSecret?: string;
  telemetry: Telemetry;
  metrics?: { url: string; auth: 'none' | 'entra'; grafanaUrl?: string };
  agents: Agents;
  guardrails: Guardrails;
}

/**
 * `privateAi.landingZones`, parsed once.
 * @throws Error that names the full key and what is expected
 */
export function readLandingZones(config: Config): LandingZone[] {
  const configs = config.getOptionalConfigArray('privateAi.landingZones') ?? [];
  const root = (index: number) => `privateAi.landingZones[${index}]`;
  const zones = configs.map((zone, index) => readLandingZone(zone, root(index)));
  zones.forEach(({ name }, index) => {
    const first = zones.findIndex(zone => zone.name === name);
    if (first < index)
      throw reader(configs[index], root(index)).fail(
        'name',
        `a name that entry ${first} does not have`,
      );
  });
  return zones;
}

function readLandingZone(config: Config, root: string): LandingZone {
  const read = reader(config, root);
  const models = readModels(config, root);
  return {
    name: read.text('name', forms.zoneName),
    title: config.getString('title'),
    azure: {
      tenantId: read.text('azure.tenantId', forms.uuid),
      subscriptionId: read.text('azure.subscriptionId', forms.uuid),
      location: read.text('azure.location', forms.region),
      endpoint: withoutSlash(
        read.optional('azure.endpoint', forms.https) ?? 'https://management.azure.com',
      ),
      credential: readCredential(config, read),
    },
    naming: readNaming(config, read),
    foundry: readFoundry(read),
    tags: read.map('tags'),
    network: readNetwork(config, read),
    aks: { clusterId: read.text('aks.clusterId', forms.clusterId) },
    registry: readRegistry(config, read),
    models,
    playground: readPlayground(config, read, { root, models }),
    runtimes: readRuntimes(config, read),
    git: readGit(config, read),
    anyCommit: config.getOptionalBoolean('git.anyCommit') ?? false,
    webhookSecret: readWebhookSecret(config, root),
    telemetry: readTelemetry(config, read),
    metrics: config.has('metrics')
      ? {
          url: withoutSlash(read.text('metrics.url', forms.http)),
          auth: read.oneOf('metrics.auth.type', ['none', 'entra'], 'entra'),
          grafanaUrl: read.optional('metrics.grafanaUrl', forms.http),
        }
      : undefined,
    agents: readAgents(config, read),
    guardrails: readGuardrails(read),
  };
}

function readCredential(config: Config, read: Read): LandingZone['azure']['credential'] {
  const authorityHost = read.optional('azure.credential.authorityHost', forms.https);
  const rest = {
    authorityHost: authorityHost && withoutSlash(authorityHost),
    disableInstanceDiscovery:
      config.getOptionalBoolean('azure.credential.disableInstanceDiscovery') ?? false,
  };
  const type = read.oneOf('azure.credential.type', ['default', 'clientSecret'], 'default');
  if (type === 'default') return { type, ...rest };
  return {
    type,
    clientId: read.text('azure.credential.clientId', forms.uuid),
    clientSecret: config.getString('azure.credential.clientSecret'),
    ...rest,
  };
}

function readFoundry(read: Read): LandingZone['foundry'] {
  const account = read.oneOf('foundry.account', ['dedicated', 'shared'], 'dedicated');
  if (account === 'shared')
    return { account, accountId: read.text('foundry.accountId', forms.foundryAccountId) };
  if (read.optional('foundry.accountId', forms.foundryAccountId) !== undefined)
    throw read.fail('foundry.accountId', 'nothing, or foundry.account: shared beside it');
  return { account };
}

const withoutSlash = (url: string) => url.replace(/\/+$/, '');
