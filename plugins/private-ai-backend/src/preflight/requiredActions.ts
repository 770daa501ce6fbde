import type { ResourceId } from '@private-ai/plugin-private-ai-common';
import { resourceTypes } from '../azure/resourceTypes';
import type { LandingZone } from '../config/landingZone';
import { actionsOn, type Actions, type Place } from '../resources/actions';
import { isMade, type Descriptor } from '../resources/descriptor';
import { descriptorOf, descriptors, placedIn } from '../resources/descriptors';

/**
 * What something is needed for: a resource of an application's plan by its id, `portal` for any plan, `build` for the
 * image (`builder-build` where it is built as the application's builder, `awaited-image` where somebody else builds it), `retire` for
 * taking an application away.
 */
export type Purpose =
  ResourceId | 'portal' | 'build' | 'builder-build' | 'awaited-image' | 'retire';

const registries = 'Microsoft.ContainerRegistry/registries';
const subscriptions = 'Microsoft.Resources/subscriptions';

/** How the portal comes into the cluster; what it may do there, the cluster's own roles say. */
const intoCluster: Actions = {
  cluster: actionsOn(
    'Microsoft.ContainerService/managedClusters',
    'listClusterUserCredential/action',
    'read',
  ),
};

const making = Object.fromEntries(
  descriptors.map(one => [one.id, one.in === 'azure' ? one.actions : intoCluster]),
) as Record<ResourceId, Actions>;

/** Whoever the build is for the registry. */
const building = actionsOn(
  registries,
  'listBuildSourceUploadUrl/action',
  'read',
  'runs/cancel/action',
  'runs/listLogSasUrl/action',
  'runs/read',
);

/** What the portal's identity has to be allowed, by purpose and place. `infra/roles` grants exactly this. */
export const requiredActions: Record<Purpose, Actions> = {
  portal: {
    subscription: [
      'Microsoft.Authorization/permissions/read',
      ...actionsOn(subscriptions, 'read', 'providers/read'),
    ],
  },
  ...making,
  build: { registry: [...building, `${registries}/scheduleRun/action`] },
  'builder-build': {
    registry: [
      ...building,
      ...actionsOn(registries, 'taskRuns/delete', 'taskRuns/read', 'taskRuns/write'),
    ],
    // A run that carries an identity.
    applications: actionsOn(resourceTypes.identity.type, 'assign/action', 'read'),
  },
  // AcrPull has it, too; on a registry with ABAC, Container Registry Repository Reader is needed besides.
  'awaited-image': { registry: actionsOn(registries, 'pull/read', 'read') },
  retire: together([
    { subscription: actionsOn(subscriptions, 'resources/read') },
    ...descriptors.map(one => (one.in === 'azure' && one.removing) || {}),
  ]),
};

/** Whether something is how an application comes to its image; a landing zone has one way. */
export const isImage = (purpose: Purpose): boolean =>
  purpose === 'build' || purpose === 'builder-build' || purpose === 'awaited-image';

/** Everything that a landing zone may be used for. */
export function purposesIn(zone: LandingZone): Purpose[] {
  const at = placedIn(zone);
  const { build, permissions } = zone.registry;
  const image: Purpose =
    build.strategy === 'external'
      ? 'awaited-image'
      : permissions === 'repositories'
        ? 'builder-build'
        : 'build';
  // The way into the cluster is the same for what is only looked at there.
  const isOurs = (one?: Descriptor) => one?.in !== 'azure' || isMade(one, at);
  return (Object.keys(requiredActions) as Purpose[]).filter(purpose =>
    isImage(purpose) ? purpose === image : isOurs(descriptorOf(purpose)),
  );
}

/** What the purposes need at each place, each action once. */
export function actionsAt(purposes: readonly Purpose[], place: Place): string[] {
  return [...new Set(purposes.flatMap(purpose => requiredActions[purpose][place] ?? []))].sort();
}

function together(all: readonly Actions[]): Actions {
  const places = all.flatMap(one => Object.keys(one) as Place[]);
  return Object.fromEntries(
    places.map(place => [place, all.flatMap(one => one[place] ?? [])]),
  ) satisfies Actions;
}
