import type { Config } from '@backstage/config';
import type { GitTarget, ModelOffer, RuntimeOffer } from '@private-ai/plugin-private-ai-common';
import { readAgents, type Agents } from './agents';
import { bundleProblem, forms, isCidr, reader } from './values';
import { readGit, readWebhookSecret } from './git';
import { patternProblem, type NamedType } from './patterns';
import { knownSkus, processingOf } from './processing';
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
  /** Patterns; `app/names.ts` is the only place that fills them in. The project's is `proj-{app}` when left out. */
  naming: Record<Exclude<NamedType, 'foundryProject'>, string> & { foundryProject?: string };
  /** One Foundry account for each application, or the landing zone's own, which is used and never changed. */
  foundry: { account: 'dedicated' } | { account: 'shared'; accountId: string };
  tags: Record<string, string>;
  network: {
    privateEndpointSubnetId: string;
    privateEndpointCidr: string;
    dnsPolicy: 'portal' | 'managed';
    /** Present with `dnsPolicy: portal`. */
    dnsZoneIds?: { cognitiveServices: string; openAi: string; servicesAi: string };
    /** PEM of the authorities that an inspecting firewall signs with. */
    caBundle?: string;
  };
  aks: { clusterId: string };
  registry: ImageRegistry;
  models: ModelOffer[];
  runtimes: RuntimeOffer[];
  git: GitTarget;
  /** What the git host signs its webhooks with. */
  webhookSecret?: string;
  telemetry: Telemetry;
  metrics?: { url: string; auth: 'none' | 'entra'; grafanaUrl?: string };
  agents: Agents;
  guardrails: {
    /** ClusterRole that the owner gets in the app's namespace. */
    ownerRole: string;
    /** Version of Pod Security's `restricted`: `v1.33`, or `latest`, which moves with the cluster. */
    podSecurityVersion: string;
    quota: Record<string, string>;
    limits: { default: Record<string, string>; defaultRequest: Record<string, string> };
  };
}

/** What a namespace is held to where `guardrails` does not say otherwise: two replicas, and room to roll out. */
const guardrails: LandingZone['guardrails'] = {
  ownerRole: 'view',
  // Not `latest`: an upgrade of the cluster would change, by itself, which pods are refused. The newest version that every
  // cluster under support knows; an older cluster would take it for `latest`.
  podSecurityVersion: 'v1.33',
  quota: {
    'requests.cpu': '2',
    'requests.memory': '4Gi',
    'limits.cpu': '4',
    'limits.memory': '8Gi',
    pods: '10',
    'services.loadbalancers': '0',
    'services.nodeports': '0',
  },
  limits: {
    default: { cpu: '500m', memory: '512Mi' },
    defaultRequest: { cpu: '100m', memory: '256Mi' },
  },
};
const quantity = [/^\d+(\.\d+)?(m|k|[KMGTPE]i|[MGTPE])?$/, 'a Kubernetes quantity'] as const;

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
    models: readModels(config, root),
    runtimes: readRuntimes(config, read),
    git: readGit(config, read),
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
    guardrails: {
      ownerRole: read.optional('guardrails.ownerRole', forms.roleName) ?? guardrails.ownerRole,
      podSecurityVersion:
        read.optional('guardrails.podSecurityVersion', forms.podSecurityVersion) ??
        guardrails.podSecurityVersion,
      quota: { ...guardrails.quota, ...read.map('guardrails.quota', quantity) },
      limits: {
        default: {
          ...guardrails.limits.default,
          ...read.map('guardrails.limits.default', quantity),
        },
        defaultRequest: {
          ...guardrails.limits.defaultRequest,
          ...read.map('guardrails.limits.defaultRequest', quantity),
        },
      },
    },
  };
}

type Read = ReturnType<typeof reader>;

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

function readNaming(config: Config, read: Read): LandingZone['naming'] {
  const pattern = (type: NamedType) => {
    const value = config.getString(`naming.${type}`);
    const problem = patternProblem(type, value);
    if (problem) throw read.fail(`naming.${type}`, `a pattern that makes valid names (${problem})`);
    return value;
  };
  return {
    resourceGroup: pattern('resourceGroup'),
    identity: pattern('identity'),
    foundryAccount: pattern('foundryAccount'),
    foundrySubdomain: pattern('foundrySubdomain'),
    modelDeployment: pattern('modelDeployment'),
    privateEndpoint: pattern('privateEndpoint'),
    connector: pattern('connector'),
    namespace: pattern('namespace'),
    ...(config.has('naming.foundryProject') && { foundryProject: pattern('foundryProject') }),
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

function readNetwork(config: Config, read: Read): LandingZone['network'] {
  const privateEndpointCidr = config.getString('network.privateEndpointCidr');
  if (!isCidr(privateEndpointCidr))
    throw read.fail('network.privateEndpointCidr', 'an address range such as 10.2.0.0/22');
  const caBundle = config.getOptionalString('network.caBundle');
  const problem = caBundle && bundleProblem(caBundle);
  if (problem)
    throw read.failUnseen('network.caBundle', `PEM certificates of authorities (${problem})`);
  const rest = {
    privateEndpointSubnetId: read.text('network.privateEndpointSubnetId', forms.subnetId),
    privateEndpointCidr,
    caBundle,
  };
  const dnsPolicy = read.oneOf('network.dnsPolicy', ['portal', 'managed'], 'portal');
  if (dnsPolicy === 'managed') return { ...rest, dnsPolicy };
  const zoneId = (zone: string) => read.text(`network.dnsZoneIds.${zone}`, forms.dnsZoneId);
  const dnsZoneIds = {
    cognitiveServices: zoneId('cognitiveServices'),
    openAi: zoneId('openAi'),
    servicesAi: zoneId('servicesAi'),
  };
  return { ...rest, dnsPolicy, dnsZoneIds };
}

function readModels(config: Config, root: string): ModelOffer[] {
  const models = config.getConfigArray('models').map((model, index): ModelOffer => {
    const read = reader(model, `${root}.models[${index}]`);
    const sku = model.getString('sku');
    const processing = processingOf(sku);
    if (!processing) throw read.fail('sku', `one of ${knownSkus.join(', ')}`);
    const maxCapacity = read.count('maxCapacity');
    const defaultCapacity = read.count('defaultCapacity', Math.min(10, maxCapacity));
    if (defaultCapacity > maxCapacity)
      throw read.fail('defaultCapacity', `at most maxCapacity, which is ${maxCapacity}`);
    return {
      name: model.getString('name'),
      version: model.getString('version'),
      sku,
      processing,
      maxCapacity,
      defaultCapacity,
      price: model.has('price')
        ? {
            input: model.getNumber('price.input'),
            output: model.getNumber('price.output'),
            currency: model.getString('price.currency'),
          }
        : undefined,
    };
  });
  if (models.length === 0) throw reader(config, root).fail('models', 'at least one model');
  return models;
}

const withoutSlash = (url: string) => url.replace(/\/+$/, '');
