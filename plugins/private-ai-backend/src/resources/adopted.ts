import type { AuthService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { belongingIn, NotHandedOverError } from '../app/belonging';
import { locateApp, type AppLocation } from '../app/location';
import { entityIn } from '../app/owner';
import { derivedNames } from '../app/names';
import type { ArmClient } from '../azure/client';
import { isOurs } from '../azure/tags';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { isManaged, requireOwnNamespace } from '../kubernetes/ownership';
import type { TaggedInAzure } from './descriptor';
import { descriptors } from './descriptors';

/** Milliseconds for asking before something is started; the work itself looks again. */
const patienceMs = 5_000;

const tagged = descriptors.filter(
  (one): one is TaggedInAzure => one.in === 'azure' && one.foundBy === 'tag',
);

/**
 * Whether an application was there before the portal, which is only shown where it is: its namespace was given the label by
 * hand, and nothing in Azure that is called as its own carries the portal's tags. Asks Azure only where the namespace leaves
 * that open.
 */
export async function isAdopted(
  { entityRef, zone }: Pick<AppLocation, 'entityRef' | 'zone'>,
  namespace: KubernetesObject,
  arm: Pick<ArmClient, 'get'>,
  signal: AbortSignal,
): Promise<boolean> {
  if (isManaged(namespace)) return false;
  const names = derivedNames(entityRef, zone);
  const found = await Promise.all(
    tagged
      .filter(one => !one.isEverybodys?.(names))
      .map(one => arm.get(one.armId({ names, zone }), one.type.apiVersion, signal)),
  );
  return !found.some(one => isOurs(one?.tags, entityRef));
}

/** @throws ConflictError for an application that was there before the portal, NotAllowedError for one that was not handed over */
export type RequireMade = (entityRef: string) => Promise<void>;

interface Standing {
  auth: AuthService;
  catalog: CatalogService;
  zones: readonly LandingZone[];
  azure(zone: LandingZone): { arm: Pick<ArmClient, 'get'> };
  cluster(zone: LandingZone): Pick<ClusterClient, 'get'>;
}

/** Whose an application was, as its namespace says; undefined where there is none, or nothing is written there. */
export function recordedOwnerIn(deps: Omit<Standing, 'azure'>) {
  const { zones, cluster } = deps;
  const entityOf = entityIn(deps);
  return async (entityRef: string): Promise<string | undefined> => {
    const entity = await entityOf(entityRef);
    if (!entity) return undefined;
    const at = { ...locateApp(entity, zones), described: undefined };
    const namespace = await requireOwnNamespace(
      cluster(at.zone),
      at,
      AbortSignal.timeout(patienceMs),
    );
    return isManaged(namespace) ? belongingIn(namespace.metadata.annotations).owner : undefined;
  };
}

/** Nothing is started for an application that the portal did not make. What cannot be asked is no refusal. */
export function requireMadeIn(deps: Standing): RequireMade {
  const entityOf = entityIn(deps);

  async function adopted(entityRef: string, signal: AbortSignal): Promise<boolean> {
    const entity = await entityOf(entityRef);
    if (!entity) return false;
    const at = locateApp(entity, deps.zones);
    const namespace = await requireOwnNamespace(deps.cluster(at.zone), at, signal);
    return isAdopted(at, namespace, deps.azure(at.zone).arm, signal);
  }

  return async entityRef => {
    const signal = AbortSignal.timeout(patienceMs);
    const isThere = await adopted(entityRef, signal).catch(error => {
      if (error instanceof NotHandedOverError) throw error;
      return false;
    });
    if (!isThere) return;
    throw new ConflictError(
      `${entityRef} was there before the portal, which made nothing of it in Azure or in the cluster: it can be asked and measured here, but is changed, released and removed where it comes from. To have the portal make and keep one, make an application of another name from the template.`,
    );
  };
}
