import type { Store } from '../state/store.ts';

/** How long a type's operations take in Azure, in seconds; what is left out is done within the call. */
interface Length {
  create?: number;
  update?: number;
  remove?: number;
  /** `Retry-After` in seconds: of the answer that starts an operation, and of each poll while it runs. */
  retryAfter?: { first: number; poll: number };
}

const network = { first: 10, poll: 10 };
const privateDns = { first: 3, poll: 3 };

/**
 * Lengths by type in lower case. Recorded: in the folder `azure-recordings` (Azure CLI's cassettes, by their start and end
 * times; their recorder drops Retry-After), or in the cassettes of azure-sdk-for-js and azure-powershell, which keep it.
 */
export const lengths: Readonly<Record<string, Length>> = {
  // Recorded: 59 s (AIServices, 2025-09), 32 s and 1 s (2022), under 1 s (OpenAI, 2025-10). No Retry-After on the 201
  // nor on its polls (azure-sdk-for-js, 2023-03).
  'microsoft.cognitiveservices/accounts': { create: 60 },
  // Recorded: a purge, 1 s (2025-10).
  'microsoft.cognitiveservices/locations/resourcegroups/deletedaccounts': { remove: 1 },
  // Unconfirmed.
  'microsoft.cognitiveservices/accounts/projects': { create: 20, remove: 10 },
  // Recorded within the call in 2025-10; this is for a deployment that was told to fail later (2021: `Creating`).
  'microsoft.cognitiveservices/accounts/deployments': { create: 10, update: 10 },
  // Recorded: 45 s, 73 s (twice), 35 s (2024-03 and 2024-04). Polled every 31 s by a client that waits 30 s unasked.
  'microsoft.servicelinker/linkers': { create: 45, update: 73, remove: 35 },
  // Recorded: 30 to 40 s (2022-05), at most 10 s (2020-05); a delete 11 to 22 s. Polled after 10 s each time, as asked.
  'microsoft.network/privateendpoints': { create: 35, update: 35, remove: 15, retryAfter: network },
  // Unconfirmed; Retry-After as for what it lies in.
  'microsoft.network/privateendpoints/privatednszonegroups': {
    create: 12,
    update: 12,
    remove: 10,
    retryAfter: network,
  },
  // Recorded: a zone 13 s, Retry-After 3 on the 202 and its polls (azure-powershell, 2019-04). The rest unconfirmed.
  'microsoft.network/privatednszones': {
    create: 13,
    update: 13,
    remove: 13,
    retryAfter: privateDns,
  },
  'microsoft.network/privatednszones/virtualnetworklinks': {
    create: 13,
    update: 13,
    remove: 13,
    retryAfter: privateDns,
  },
  // Recorded: a subnet under 2 s, Retry-After 3, then 10 on a poll (azure-sdk-for-js, 2023-03). The rest unconfirmed.
  'microsoft.network/virtualnetworks': {
    create: 5,
    update: 5,
    remove: 10,
    retryAfter: { first: 3, poll: 10 },
  },
  'microsoft.network/virtualnetworks/subnets': {
    create: 2,
    update: 2,
    remove: 10,
    retryAfter: { first: 3, poll: 10 },
  },
  // Unconfirmed, but that a firewall takes minutes; Retry-After as for the network's other parts.
  'microsoft.network/azurefirewalls': {
    create: 400,
    update: 200,
    remove: 400,
    retryAfter: network,
  },
  'microsoft.network/firewallpolicies': { create: 5, update: 5, remove: 5, retryAfter: network },
  'microsoft.network/firewallpolicies/rulecollectiongroups': {
    create: 15,
    update: 15,
    remove: 15,
    retryAfter: network,
  },
  'microsoft.network/networksecuritygroups': {
    create: 3,
    update: 3,
    remove: 10,
    retryAfter: network,
  },
  'microsoft.network/networksecuritygroups/securityrules': {
    create: 3,
    update: 3,
    remove: 10,
    retryAfter: network,
  },
  'microsoft.network/publicipaddresses': { create: 3, update: 3, remove: 10, retryAfter: network },
  'microsoft.network/routetables': { create: 3, update: 3, remove: 10, retryAfter: network },
  'microsoft.network/virtualnetworks/virtualnetworkpeerings': {
    create: 5,
    update: 5,
    remove: 10,
    retryAfter: network,
  },
  // Recorded: 150 s for a group with one account in it, Retry-After 15 throughout (azure-powershell, 2020-05).
  'microsoft.resources/resourcegroups': { remove: 150, retryAfter: { first: 15, poll: 15 } },
  // Unconfirmed.
  'microsoft.containerregistry/registries': { create: 15, update: 5, remove: 10 },
  'microsoft.containerregistry/registries/agentpools': { create: 120, update: 60, remove: 60 },
  'microsoft.containerregistry/registries/taskruns': { create: 1, update: 1, remove: 1 },
  'microsoft.containerregistry/registries/cacherules': { create: 5, update: 5, remove: 5 },
  // Unconfirmed.
  'microsoft.dbforpostgresql/flexibleservers': { create: 300, update: 60, remove: 60 },
  'microsoft.dbforpostgresql/flexibleservers/administrators': {
    create: 30,
    update: 30,
    remove: 30,
  },
  'microsoft.dashboard/grafana': { create: 180, update: 60, remove: 180 },
  'microsoft.dashboard/grafana/managedprivateendpoints': { create: 60, update: 30, remove: 30 },
  'microsoft.monitor/accounts': { remove: 30 },
  'microsoft.operationalinsights/workspaces': { create: 10, update: 5 },
  'microsoft.kubernetesconfiguration/extensions': { create: 120, update: 60, remove: 60 },
  'microsoft.kubernetesconfiguration/fluxconfigurations': { create: 30, update: 30, remove: 30 },
  // Unconfirmed ("a few minutes" in Microsoft's quickstart).
  'microsoft.containerservice/managedclusters': { create: 240, update: 60, remove: 240 },
  'microsoft.containerservice/managedclusters/agentpools': { create: 120, update: 60, remove: 120 },
};

/** Of a type that is not in the table. */
const unknown = 10;

/** What is multiplied with the table: what takes Azure a minute takes 1.2 s. */
const defaultScale = 0.02;

export interface TimingSettings {
  /** 1 is Azure's own pace. */
  scale: number;
  /** Every call's answer comes so much later, in milliseconds. */
  latencyMs: number;
  /**
   * Seconds of `Retry-After` on every answer about a running operation; 0: as Azure. For a client whose own pause, where
   * Azure sends none, no scale shortens (azurerm: 10 s).
   */
  retryAfter: number;
}

const asUsual: TimingSettings = { scale: defaultScale, latencyMs: 0, retryAfter: 0 };

/** The pace of operations; kept in the store. */
export class Timing {
  readonly #kept;
  #settings: TimingSettings;

  constructor(store: Store) {
    this.#kept = store.collection<TimingSettings>('arm-timing');
    this.#settings = this.#kept.get('settings') ?? asUsual;
  }

  get settings(): TimingSettings {
    return this.#settings;
  }

  /** @throws with a sentence when a value is no pace */
  change(asked: Partial<TimingSettings>): void {
    const { scale, latencyMs, retryAfter } = { ...this.#settings, ...asked };
    if (!within(scale, 10)) throw new Error('The scale of timing is a number from 0 to 10.');
    if (!within(latencyMs, 60_000))
      throw new Error('The latencyMs of timing is a number from 0 to 60000.');
    if (!Number.isInteger(retryAfter) || !within(retryAfter, 60))
      throw new Error('The retryAfter of timing is a whole number from 0 to 60.');
    this.#settings = { scale, latencyMs, retryAfter };
    this.#kept.put('settings', this.#settings);
  }

  /** How long an operation takes here, in milliseconds. */
  milliseconds(type: string, kind: 'create' | 'update' | 'remove'): number {
    const seconds = lengths[type.toLowerCase()]?.[kind] ?? unknown;
    return Math.round(seconds * 1000 * this.#settings.scale);
  }

  /**
   * `Retry-After` of an answer while an operation runs, in whole seconds; undefined where Azure sends none. Never more
   * than the operation takes, but a second at least: the header cannot say less. None where it takes no time.
   */
  retryAfter(type: string, at: 'first' | 'poll', operationMs: number): number | undefined {
    if (this.#settings.retryAfter) return this.#settings.retryAfter;
    const asked = lengths[type.toLowerCase()]?.retryAfter?.[at];
    if (asked === undefined || operationMs === 0) return undefined;
    return Math.max(1, Math.floor(Math.min(asked * this.#settings.scale, operationMs / 1000)));
  }
}

const within = (value: unknown, most: number) =>
  typeof value === 'number' && value >= 0 && value <= most;
