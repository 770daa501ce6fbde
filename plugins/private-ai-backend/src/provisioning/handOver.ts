import { ConflictError, NotFoundError } from '@backstage/errors';
import type { Entity } from '@backstage/catalog-model';
import type { Belonging } from '@private-ai/plugin-private-ai-common';
import { belongingIn, belongingMarks, belongingOf } from '../app/belonging';
import { readEntityRef } from '../app/entityRef';
import { locateApp } from '../app/location';
import { derivedNames } from '../app/names';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';
import { resourceGroupId } from '../azure/resourceGroup';
import { kept } from '../azure/kept';
import { isOurs } from '../azure/tags';
import type { LandingZone } from '../config/landingZone';
import { requireZone } from '../config/zones';
import { appliedFields } from '../kubernetes/appliedFields';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { FIELD_MANAGER } from '../kubernetes/clusterClient';
import { requireMadeNamespace } from '../kubernetes/ownership';
import type { ParsedStart, Work } from '../operations/work';

/**
 * Writes where the application lives whose it is now, and where its entity is described: from then on the entity that the
 * catalog has is the one that it was made for.
 */
export function createHandOverWork(deps: {
  azure(zone: LandingZone): { arm: ArmClient };
  cluster(zone: LandingZone): ClusterClient;
  /** As the catalog has it, whoever may see it. */
  entity(entityRef: string): Promise<Entity | undefined>;
}): Work<'hand-over'> {
  return {
    kind: 'hand-over',
    writes: 'makes',
    parse: parseHandOver,
    async run({ operation, zone, signal, log }) {
      const { entityRef } = operation.input;
      const entity = await deps.entity(entityRef);
      if (!entity) {
        throw new NotFoundError(
          `The catalog does not know ${entityRef}: there is nobody whom it could be handed over to.`,
        );
      }
      const { described, ...at } = locateApp(entity, [zone]);
      const to = described ? belongingOf(described) : {};
      const cluster = deps.cluster(zone);
      const namespace = await requireMadeNamespace(cluster, at, signal);
      const from = belongingIn(namespace.metadata.annotations);
      await cluster.apply(marked(namespace, to), { signal });
      await markGroup(entityRef, to, { zone, arm: deps.azure(zone).arm, signal });
      log(
        `${entityRef} is handed over by ${operation.requestedBy}: from ${inWords(from)} to ${inWords(to)}.`,
      );
      return { from, to };
    },
  };
}

function parseHandOver(
  input: Record<string, unknown>,
  zones: readonly LandingZone[],
): ParsedStart<'hand-over'> {
  const entityRef = readEntityRef(input.entityRef);
  const { name: landingZone } = requireZone(zones, input.landingZone);
  return { entityRef, landingZone, input: { entityRef, landingZone } };
}

/** Server-side apply takes away what it was given before and is left out now: what the portal applied goes along. */
function marked(namespace: KubernetesObject, to: Belonging): KubernetesObject {
  const own = appliedFields(namespace, FIELD_MANAGER);
  if (!own) {
    throw new ConflictError(
      `The namespace ${namespace.metadata.name} was not applied by the portal: the platform team has to set its annotations itself.`,
    );
  }
  const annotations = { ...own.metadata.annotations, ...belongingMarks(to) };
  return { ...own, metadata: { ...own.metadata, annotations } };
}

/** The group is looked at by people only; a company's own is left as it is. */
async function markGroup(
  entityRef: string,
  to: Belonging,
  { zone, arm, signal }: { zone: LandingZone; arm: ArmClient; signal: AbortSignal },
): Promise<void> {
  const names = derivedNames(entityRef, zone);
  if (names.adoptsResourceGroup) return;
  const id = resourceGroupId({ names, zone });
  const found = await arm.get(id, apiVersions.resourceGroup, signal);
  if (!found || !isOurs(found.tags, entityRef)) return;
  const { location } = found;
  const tags = { ...found.tags, ...belongingMarks(to) };
  await arm.put(
    id,
    apiVersions.resourceGroup,
    { location, tags, ...kept(found, ['managedBy']) },
    { signal },
  );
}

const inWords = ({ owner = 'nobody that is known', origin = 'somewhere' }: Belonging) =>
  `${owner} (${origin})`;
