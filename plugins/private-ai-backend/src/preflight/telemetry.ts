import { ConflictError } from '@backstage/errors';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { ClusterError } from '../kubernetes/clusterError';
import type { Resource, Step } from '../engine/resource';
import { zoneResources } from '../resources/descriptors';

const operator = 'install the OpenTelemetry operator (docs/cluster.md)';
/** What the cluster has to serve, and what brings it. */
const kinds = {
  Instrumentation: { apiVersion: 'opentelemetry.io/v1alpha1', remedy: operator },
  OpenTelemetryCollector: { apiVersion: 'opentelemetry.io/v1beta1', remedy: operator },
  PodMonitor: {
    apiVersion: 'azmonitoring.coreos.com/v1',
    remedy:
      'turn on Azure Monitor’s managed Prometheus (az aks update --enable-azure-monitor-metrics)',
  },
};
type Kind = keyof typeof kinds;

/** What the cluster says of telemetry; sentences. */
export interface TelemetryFound {
  /** By kind that the cluster does not know. */
  unknown: Partial<Record<Kind, string>>;
  /** Of the collector and of what has it scraped. */
  shared: string[];
}

/** Asks the cluster, as nobody else would before the first application is made. */
export async function askTelemetry(
  zone: LandingZone,
  cluster: Pick<ClusterClient, 'get' | 'list'>,
  signal: AbortSignal,
): Promise<TelemetryFound> {
  const asked = await Promise.all(
    (Object.keys(kinds) as Kind[]).map(async kind => {
      const { apiVersion, remedy } = kinds[kind];
      const namespace = zone.telemetry.operatorNamespace;
      try {
        await cluster.get({ apiVersion, kind, namespace, name: 'private-ai' }, signal);
        return [];
      } catch (error) {
        if (!(error instanceof ClusterError && error.reason === 'UnknownKind')) throw error;
        const title = `The AKS cluster ${zone.aks.clusterId.split('/').at(-1)}`;
        return [
          [
            kind,
            `${title} does not know ${kind} of ${apiVersion}, without which no application is measured: the platform team has to ${remedy}.`,
          ],
        ];
      }
    }),
  );
  const unknown: TelemetryFound['unknown'] = Object.fromEntries(asked.flat());
  const shared = zoneResources(zone, cluster as ClusterClient).filter(
    ({ type }) => !unknown[type as Kind],
  );
  const found = await Promise.all(shared.map(one => sharedProblems(one, zone, signal)));
  return { unknown, shared: found.flat() };
}

/** What an application cannot be made without: its Instrumentation, and what the portal makes besides. */
export const appProblems = ({ telemetry }: LandingZone, { unknown }: TelemetryFound): string[] =>
  (Object.keys(unknown) as Kind[])
    .filter(kind => kind === 'Instrumentation' || telemetry.owner === 'portal')
    .map(kind => unknown[kind]!);

/** What the portal makes itself is not missing before its first application, and put right with the next. */
async function sharedProblems(
  { read, differs, title }: Resource,
  { telemetry }: LandingZone,
  signal: AbortSignal,
): Promise<string[]> {
  const step: Step = { signal, of: () => undefined as never, poller: { onPoller: async () => {} } };
  const remedy = 'and is the landing zone’s to make (telemetry.owner): no application is measured';
  try {
    const found = await read(step);
    const wrong = found === undefined ? ['it does not exist'] : differs(found, step);
    return telemetry.owner === 'portal' || wrong.length === 0
      ? []
      : [
          `${title} in namespace ${telemetry.operatorNamespace} is not as applications need it (${wrong.join(', ')}), ${remedy}.`,
        ];
  } catch (error) {
    if (error instanceof ConflictError) return [error.message];
    throw error;
  }
}
