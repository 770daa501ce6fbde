import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { AzureError } from '../azure/errors';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { remember } from '../time/remember';
import type { Clock } from '../time/clock';
import { askRegion, type Region } from '../landingZones/capacity';
import { askAgain } from './askAgain';
import type { Permission } from './permissions';
import { askTelemetry, type TelemetryFound } from './telemetry';

/** Milliseconds that an answer stands for. */
const keptMs = 60_000;
/** Milliseconds for one question, its repetitions included; who asks may give up earlier. */
const patienceMs = 5 * 60_000;

/**
 * What Azure and the cluster say of a landing zone. A hundred applications at once cost one question: answers are kept for a minute,
 * and who asks meanwhile waits for the same one. A failure is not kept.
 */
export interface ZoneFacts {
  /** The same, without what was asked for before, by the clock: it may have been mended since. */
  since(at: number): ZoneFacts;
  /** Registered, NotRegistered, Registering, … */
  providerState(namespace: string): Promise<string>;
  /** Of the portal's identity; undefined where the scope does not exist. */
  permissions(scope: string): Promise<Permission[] | undefined>;
  subnet(): Promise<ArmResource | undefined>;
  dnsZone(id: string): Promise<ArmResource | undefined>;
  cluster(): Promise<ArmResource | undefined>;
  registry(): Promise<ArmResource | undefined>;
  /** What measures applications, as the cluster has it. */
  telemetry(): Promise<TelemetryFound>;
  /** Models and quota. */
  region(): Promise<Region>;
  /** How many Foundry accounts the subscription has in the zone's region. */
  accounts(): Promise<number>;
}

export function zoneFacts(zone: LandingZone, { arm, cluster }: Reach, clock: Clock): ZoneFacts {
  const memory = remember<unknown>(keptMs, () => clock.now());
  return factsIn(zone, { arm, cluster }, (key, ask, at) =>
    memory(
      key,
      () => {
        const signal = AbortSignal.timeout(patienceMs);
        return askAgain(() => ask(signal), { clock, signal });
      },
      at,
    ),
  );
}

interface Reach {
  arm: ArmClient;
  cluster: Pick<ClusterClient, 'get' | 'list'>;
}
type Ask<T> = (signal: AbortSignal) => Promise<T>;
type Memory = (key: string, ask: Ask<unknown>, since?: number) => Promise<unknown>;

function factsIn(zone: LandingZone, reach: Reach, memory: Memory, at?: number): ZoneFacts {
  const { arm, cluster } = reach;
  const kept = <T>(key: string, ask: Ask<T>) => memory(key, ask, at) as Promise<T>;
  const read = (id: string, apiVersion: string) =>
    kept(id, signal => arm.get(id, apiVersion, signal));
  const subscription = `/subscriptions/${zone.azure.subscriptionId}`;

  return {
    since: since => factsIn(zone, reach, memory, since),
    async providerState(namespace) {
      const found = await read(`${subscription}/providers/${namespace}`, apiVersions.providers);
      const { registrationState } = (found ?? {}) as { registrationState?: string };
      return registrationState ?? 'NotRegistered';
    },
    permissions: scope =>
      kept(`permissions ${scope}`, async signal => {
        const path = `${scope}/providers/Microsoft.Authorization/permissions`;
        try {
          const found = await arm.list(path, apiVersions.permissions, { signal });
          return found as unknown as Permission[];
        } catch (error) {
          if (error instanceof AzureError && error.status === 404) return undefined;
          throw error;
        }
      }),
    subnet: () => read(zone.network.privateEndpointSubnetId, apiVersions.network),
    dnsZone: id => read(id, apiVersions.privateDnsZone),
    cluster: () => read(zone.aks.clusterId, apiVersions.managedCluster),
    registry: () => read(zone.registry.id, apiVersions.registry),
    telemetry: () => kept('telemetry', signal => askTelemetry(zone, cluster, signal)),
    region: () => kept('region', signal => askRegion(zone, arm, signal)),
    accounts: () =>
      kept('accounts', async signal => {
        const path = `${subscription}/providers/Microsoft.CognitiveServices/accounts`;
        const all = await arm.list(path, apiVersions.cognitiveServices, { signal });
        return all.filter(({ location = '' }) => plain(location) === zone.azure.location).length;
      }),
  };
}

// `Korea Central` and `koreacentral` are one.
const plain = (location: string) => location.toLowerCase().replaceAll(' ', '');
