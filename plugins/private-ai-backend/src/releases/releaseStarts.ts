import type { Entity } from '@backstage/catalog-model';
import { ConflictError, InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type {
  Operation,
  OperationInputs,
  ReleaseStart,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { describedBy, ownedNow } from '../app/belonging';
import { locateApp, type AppLocation } from '../app/location';
import type { ClusterClient } from '../kubernetes/client';
import { requireMadeNamespace } from '../kubernetes/ownership';
import { requireOwnImage } from '../app/imageRepository';
import { isFullHash } from '../git/commit';
import { requireOnDefaultBranch } from '../git/defaultBranch';
import { ownRepositoryOf } from '../git/ownSource';
import type { OperationStore } from '../operations/store';
import { askReleases } from './askReleases';
import { requireRan } from './requireRan';
import { headCommit } from '../git/headCommit';

export interface ReleaseDeps {
  zones: readonly LandingZone[];
  store: OperationStore;
  clusterFor(zone: LandingZone): ClusterClient;
  integrations: ScmIntegrations;
  /** Something new is there to work on. */
  poke(): void;
}

/** What is asked for. */
interface Start extends ReleaseStart {
  /** The git host itself says that the commit is on the default branch. */
  pushed?: boolean;
}

/** Who asks, and the key under which a repeated start finds the first one. */
export interface Asker {
  requestedBy: string;
  idempotencyKey?: string;
}

/**
 * Starts the release of an app that the catalog knows, or its preview, with what it was last provisioned with. Whether the asker
 * may is asked before.
 * @throws NotAllowedError where the namespace that the entity names is another's, or the commit that is named not on the
 *   default branch, ConflictError where the portal does not know what to release, InputError for what is no commit or no image of the app
 */
export async function startRelease(
  entity: Entity,
  start: Start,
  asker: Asker,
  deps: ReleaseDeps & { signal: AbortSignal },
  kind: 'release' | 'preview' = 'release',
): Promise<Operation> {
  const { store, zones } = deps;
  const at = locateApp(entity, zones);
  const { requestedBy, idempotencyKey } = asker;
  const known = idempotencyKey && (await store.startedWith(requestedBy, idempotencyKey));
  // Not what it would be started with now: the branch, or what the app is provisioned with, may have moved on.
  if (known && known.kind === kind && known.entityRef === at.entityRef) return known;
  const operation = await store.start({
    ...asker,
    kind,
    entityRef: at.entityRef,
    landingZone: at.zone.name,
    input: await releaseInput(entity, at, start, deps),
  });
  deps.poke();
  return operation;
}

async function releaseInput(
  entity: Entity,
  at: AppLocation,
  start: Start,
  { store, clusterFor, integrations, signal }: ReleaseDeps & { signal: AbortSignal },
): Promise<OperationInputs['release']> {
  const { zone, entityRef } = at;
  const cluster = clusterFor(zone);
  await requireMadeNamespace(cluster, at, signal);
  const asked = await store.lastRequest(entityRef);
  if (asked?.landingZone !== zone.name) {
    throw new ConflictError(
      `The portal does not know what ${entityRef} was provisioned with in ${zone.title}: provision it once more, and release then.`,
    );
  }
  const app = ownedNow(asked, describedBy(entity));
  const repository = ownRepositoryOf(entity, zone, integrations);
  const image = start.image === undefined ? undefined : requireOwnImage(start.image, app, zone);
  await requireRan(image, at, cluster, signal);
  const named = readCommitHash(start.commit);
  const ran = image === undefined ? [] : await commitsOf(image, at, cluster, signal);
  const { repoUrl } = repository;
  // What ran has been let in before.
  if (named && !ran.includes(named) && !start.pushed)
    await requireOnDefaultBranch({ repoUrl, commit: named }, zone, { integrations, signal });
  const commit =
    named ?? ran[0] ?? (await headCommit(repository, zone.git.type, { integrations, signal }));
  const source = { repoUrl, commit };
  return image ? { app, source, image } : { app, source };
}

/** An image that ran is deployed with the manifests that it ran with: those of the newest of its commits. */
async function commitsOf(
  image: string,
  at: AppLocation,
  cluster: ClusterClient,
  signal: AbortSignal,
): Promise<string[]> {
  const items = await askReleases(at, cluster, signal);
  return items.flatMap(one => (one.image === image && one.commit ? [one.commit] : []));
}

function readCommitHash(commit: unknown): string | undefined {
  if (commit === undefined) return undefined;
  if (isFullHash(commit)) return commit;
  throw new InputError('commit must be a full commit hash.');
}
