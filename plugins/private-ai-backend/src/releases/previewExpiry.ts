import type {
  AuditorService,
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import { derivedNames } from '../app/names';
import { audited } from '../audit/audited';
import { startedAs, startOf } from '../audit/events';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { isOurs } from '../kubernetes/ownership';
import { isOver, PREVIEW, previewFacts, previewName } from '../kubernetes/previewFacts';
import type { OperationStore } from '../operations/store';
import { whoAsks } from '../permissions/whoAsks';

interface ExpiryDeps {
  auditor: AuditorService;
  auth: AuthService;
  zones: readonly LandingZone[];
  clusterFor(zone: LandingZone): Pick<ClusterClient, 'list'>;
  store: Pick<OperationStore, 'start'>;
  logger: Pick<LoggerService, 'warn'>;
  /** Something new is there to work on. */
  poke(): void;
}

/** Milliseconds: an end that failed is begun anew after that long. */
const anew = 15 * 60_000;

/**
 * Starts the end of every preview whose time is over, as the cluster tells them: a portal whose database is new ends them, too.
 * @param now - milliseconds since 1970
 */
export async function endExpired(deps: ExpiryDeps, now: number, signal?: AbortSignal) {
  const { auditor, auth, zones, clusterFor, store, logger, poke } = deps;
  const requestedBy = whoAsks(await auth.getOwnServiceCredentials());
  const of = { apiVersion: 'apps/v1', kind: 'Deployment', labelSelector: PREVIEW };
  const end = async (deployment: KubernetesObject, zone: LandingZone) => {
    const landingZone = zone.name;
    for (const { entityRef, until } of over(deployment, zone, now)) {
      // One whose end nobody can read is over, too.
      const turn = Math.floor((now - (Date.parse(until) || 0)) / anew);
      const asked = { kind: 'end-preview', entityRef, landingZone } as const;
      const start = () =>
        store.start({
          ...{ ...asked, requestedBy, idempotencyKey: `${entityRef} until ${until} ${turn}` },
          input: { entityRef, landingZone, expired: true },
        });
      await audited({ auditor }, startOf(asked), start, startedAs);
      poke();
    }
  };
  for (const zone of zones) {
    const told = (what: string) => (error: unknown) =>
      logger.warn(`${what} of landing zone ${zone.name} could not be looked at: ${error}`);
    const all = await Promise.resolve(zone)
      .then(one => clusterFor(one).list(of, signal))
      .catch(told('Previews'));
    for (const one of all ?? []) {
      const { name, namespace } = one.metadata;
      // One that cannot be ended keeps no other from its end.
      await end(one, zone).catch(told(`The preview ${name} in namespace ${namespace}`));
    }
  }
}

/** Where two landing zones have one cluster, it is ended by the one that its names are of. */
function over(deployment: KubernetesObject, zone: LandingZone, now: number) {
  const { name, namespace, annotations, deletionTimestamp } = deployment.metadata;
  const entityRef = annotations?.[TAG_ENTITY];
  const facts = previewFacts(deployment);
  if (!entityRef || deletionTimestamp || !isOver(facts, now)) return [];
  if (!isOurs(entityRef)(deployment)) return [];
  const names = derivedNames(entityRef, zone);
  if (names.namespace !== namespace || previewName(names.service) !== name) return [];
  return [{ entityRef, until: facts.until }];
}

/** Every few minutes, by one replica. */
export async function schedulePreviewEnds(scheduler: SchedulerService, deps: ExpiryDeps) {
  await scheduler.scheduleTask({
    id: 'private-ai-previews',
    frequency: { minutes: 5 },
    timeout: { minutes: 4 },
    // A portal that has just started has better to do.
    initialDelay: { minutes: 1 },
    fn: signal => endExpired(deps, Date.now(), signal),
  });
}
