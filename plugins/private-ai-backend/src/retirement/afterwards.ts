import { parseEntityRef } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import {
  CATALOG_ENTITY,
  type OperationInputs,
  type RetirementPlan,
  type StayingThing,
} from '@private-ai/plugin-private-ai-common';
import { audited, type Audit } from '../audit/audited';
import { archivingOf, unregistrationOf } from '../audit/events';
import { archiveRepository, repositoryStands, type Standing } from '../git/archiving';
import { repositoryOf } from '../git/repository';
import type { WorkContext } from '../operations/work';
import type { Asking } from '../engine/asking';
import { inTime } from '../time/inTime';
import {
  leave,
  registrationOf,
  type App,
  type CatalogDeps,
  type Registration,
} from './registration';

/** Milliseconds for the git host to say how a repository stands to a person who waits. */
const patienceMs = 5_000;

/** Who is told what is done, and by which operation where it is one's. */
export type AfterwardsDeps = CatalogDeps & Audit & { operationId?: string };

/** What may be done of the catalog and the git host once everything else of an application is gone. Writes nothing. */
export async function choicesFor(app: App, deps: CatalogDeps): Promise<RetirementPlan['after']> {
  const [registration, stands] = await Promise.all([registrationOf(app, deps), lookAt(app, deps)]);
  const refusal = registration && 'refusal' in registration ? registration.refusal : undefined;
  return {
    ...(registration && { unregister: { name: app.entityRef, refusal } }),
    ...(stands !== 'absent' && {
      archive: { name: repositoryIn(app).repoUrl, refusal: notArchived(registration, stands) },
    }),
  };
}

/** Does what was asked for of it: again and again, until it is done. A host that is away for a moment is waited for. */
export async function carryOut(
  app: App,
  { unregister, archive }: OperationInputs['retire'],
  work: Pick<WorkContext, 'log' | 'signal' | 'checkpoints'> & { asking: Asking },
  deps: AfterwardsDeps,
): Promise<{ removed: { type: string; name: string }[]; stays: StayingThing[] }> {
  const { entityRef } = app;
  // First what needs the entity to be known: afterwards nothing says any more whose the repository is.
  const kept = archive
    ? await archived(app, work, deps)
    : 'The source is its owners’: archive or delete it at the git host.';
  if (archive && !kept) work.log(`The repository ${repositoryIn(app).repoUrl} is archived.`);
  const taken = unregister
    ? await takenOut(app, work, deps)
    : {
        refusal:
          'It stays until its owner or the platform team takes it out of the catalog, on its page.',
      };
  if (taken === 'gone') work.log(`${entityRef} is no longer in the catalog.`);
  if (taken === 'unknown') work.log(`The catalog does not know ${entityRef}.`);
  return {
    removed: taken === 'gone' ? [{ type: CATALOG_ENTITY, name: entityRef }] : [],
    stays: [
      {
        name: `The repository ${repositoryIn(app).repoUrl}`,
        message:
          kept ?? 'It is archived: nobody changes it until it is unarchived at the git host.',
      },
      ...(typeof taken === 'object'
        ? [{ name: `The catalog entity ${entityRef}`, message: taken.refusal }]
        : []),
    ],
  };
}

/** For who asks for nothing else, of an application that is retired. @throws ConflictError with the reason */
export async function takeOutNow(app: App, deps: AfterwardsDeps): Promise<void> {
  const taken = await takeOut(app, deps);
  if (typeof taken === 'object')
    throw new ConflictError(`${app.entityRef} is not taken out of the catalog. ${taken.refusal}`);
}

/** What became of it: it went, the catalog did not know it, or why it stays. */
type TakenOut = 'gone' | 'unknown' | { refusal: string };

/** @param how - who waits for an answer does not wait for the catalog to come back; `begins`: from here on it may be gone */
async function takeOut(
  app: App,
  deps: AfterwardsDeps,
  { asking, begins }: { asking?: Asking; begins?: () => Promise<void> } = {},
): Promise<TakenOut> {
  const { operationId } = deps;
  const { entityRef } = app;
  const ask: Asking = asking ?? ((_, question) => question());
  const registration = await ask('The catalog', () => registrationOf(app, deps));
  if (!registration) return 'unknown';
  if ('refusal' in registration) return registration;
  const { locationId } = registration;
  await begins?.();
  await audited(deps, unregistrationOf({ entityRef, operationId, locationId }), () =>
    ask('The catalog', () => leave(entityRef, locationId, deps)),
  );
  return 'gone';
}

/** The same of an operation: what an earlier try of it took out is gone by it. */
async function takenOut(
  app: App,
  { checkpoints, signal, asking }: Parameters<typeof carryOut>[2],
  deps: AfterwardsDeps,
): Promise<TakenOut> {
  const before = await checkpoints.get('unregistered');
  if (before === 'done') return 'gone';
  signal.throwIfAborted();
  const begins = () => checkpoints.set('unregistered', 'begun');
  const taken = await takeOut(app, deps, { asking, begins });
  if (taken === 'unknown' && before === 'begun') return 'gone';
  if (taken === 'gone') await checkpoints.set('unregistered', 'done');
  return taken;
}

/** @returns why not; undefined where it is archived */
async function archived(
  app: App,
  { checkpoints, signal, asking }: Parameters<typeof carryOut>[2],
  deps: AfterwardsDeps,
): Promise<string | undefined> {
  if (await checkpoints.get('archived')) return undefined;
  signal.throwIfAborted();
  const { integrations, operationId } = deps;
  const repository = repositoryIn(app);
  const { repoUrl } = repository;
  const registration = await asking('The catalog', () => registrationOf(app, deps));
  const refusal =
    notArchived(registration, 'there') ??
    (await audited(
      deps,
      archivingOf({ entityRef: app.entityRef, operationId, repoUrl }),
      () =>
        asking(`The repository ${repoUrl}`, () =>
          archiveRepository(repository, { integrations, signal }),
        ),
      said => (said ? { refusal: said } : {}),
    ));
  if (refusal === undefined) await checkpoints.set('archived', 'done');
  return refusal;
}

/** A host that gives no answer now may give one then. */
async function lookAt(app: App, { integrations }: CatalogDeps): Promise<Standing | Error> {
  const repository = repositoryIn(app);
  return inTime('The git host', patienceMs, signal =>
    repositoryStands(repository, { integrations, signal }),
  ).catch((error: Error) => error);
}

/** Why a repository is not archived: it is its entity's own by the same proof as the entity's place in the catalog. */
function notArchived(
  registration: Registration | undefined,
  stands: Standing | Error,
): string | undefined {
  if (stands instanceof Error) return stands.message;
  if (stands === 'archived') return 'It is archived already.';
  if (!registration)
    return 'The catalog does not know the application, so nothing says that this is its repository: archive it at the git host.';
  return 'refusal' in registration ? registration.refusal : undefined;
}

const repositoryIn = ({ entityRef, zone }: App) =>
  repositoryOf(parseEntityRef(entityRef).name, zone.git);
