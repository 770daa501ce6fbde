import type { LoggerService } from '@backstage/backend-plugin-api';
import { MANAGED_BY, TAG_ENTITY, TAG_MANAGED_BY } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { JWKS_FILE, PART, PORTAL_KEYS } from '../kubernetes/portalKeys';
import { systemClock, type Clock } from '../time/clock';

/** Milliseconds before the next try, doubled from one to the other. */
const pause = { first: 15_000, longest: 10 * 60_000 };
/** Milliseconds for one try with a whole cluster. */
const patience = 120_000;

interface Publishing {
  /** The public keys as they are to be everywhere. */
  jwks: string;
  cluster(zone: LandingZone): ClusterClient;
  logger: Pick<LoggerService, 'info' | 'warn'>;
  signal: AbortSignal;
}

/**
 * Brings the portal's public keys to every application that has others: what is to be done when the portal starts with keys
 * that it did not have before. A cluster that cannot be reached is tried again until it can; the portal runs meanwhile.
 */
export async function publishKeys(
  zones: readonly LandingZone[],
  { clock = systemClock, ...publishing }: Publishing & { clock?: Clock },
): Promise<void> {
  const { signal } = publishing;
  await Promise.all(
    zones.map(async zone => {
      for (let wait = pause.first; !signal.aborted; wait = Math.min(wait * 2, pause.longest)) {
        if (await publish(zone, publishing)) return;
        await clock.sleep(wait, signal).catch(() => undefined);
      }
    }),
  );
}

/** @returns whether every application of the landing zone has the keys now */
async function publish(zone: LandingZone, { jwks, ...deps }: Publishing): Promise<boolean> {
  const signal = AbortSignal.any([deps.signal, AbortSignal.timeout(patience)]);
  const of = `landing zone ${zone.name}`;
  const failed = (error: Error) => {
    if (deps.signal.aborted) return;
    deps.logger.warn(`The keys for user tokens did not get into ${of}: ${error.message}`);
  };
  try {
    const cluster = deps.cluster(zone);
    const labelSelector = `${TAG_MANAGED_BY}=${MANAGED_BY},${PART}=${PORTAL_KEYS}`;
    const all = await cluster.list({ apiVersion: 'v1', kind: 'ConfigMap', labelSelector }, signal);
    const namespaces = await cluster.list(
      { apiVersion: 'v1', kind: 'Namespace', labelSelector: `${TAG_MANAGED_BY}=${MANAGED_BY}` },
      signal,
    );
    const due = all
      .filter(({ data }) => data?.[JWKS_FILE] !== jwks)
      .filter(one => namespaces.some(at => liesIn(one, at)));
    const renewals = await Promise.allSettled(
      due.map(found => cluster.apply(renewed(found, jwks), { signal })),
    );
    const failures = renewals.flatMap(one => (one.status === 'rejected' ? [one.reason] : []));
    failures.forEach(failed);
    const count = due.length - failures.length;
    if (count > 0)
      deps.logger.info(`The keys for user tokens were renewed in ${count} apps of ${of}.`);
    return failures.length === 0;
  } catch (error) {
    failed(error as Error);
    return false;
  }
}

/** Whether both say that they are the same application's: a label on the object alone, anybody may have put there. */
function liesIn({ metadata }: KubernetesObject, at: KubernetesObject): boolean {
  const { namespace, labels } = metadata;
  const whose = labels?.[TAG_ENTITY];
  const isIts = at.metadata.name === namespace && at.metadata.labels?.[TAG_ENTITY] === whose;
  return whose !== undefined && isIts;
}

/** Server-side apply takes away what it was given before and is left out now: what says whose it is goes along. */
function renewed({ metadata }: KubernetesObject, jwks: string): KubernetesObject {
  const { name, namespace, labels = {}, annotations = {} } = metadata;
  const ours = (of: Record<string, string>) =>
    Object.fromEntries(Object.entries(of).filter(([key]) => key.startsWith('private-ai-')));
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels: ours(labels), annotations: ours(annotations) },
    data: { [JWKS_FILE]: jwks },
  };
}
