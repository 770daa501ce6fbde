import { parseEntityRef } from '@backstage/catalog-model';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type {
  OperationInputs,
  RetirementPlan,
  StayingThing,
} from '@private-ai/plugin-private-ai-common';
import { audited, type Audit } from '../audit/audited';
import { archivingOf, unregistrationOf } from '../audit/events';
import type { LandingZone } from '../config/landingZone';
import { archiveRepository, repositoryStands, type Standing } from '../git/archiving';
import { repositoryOf } from '../git/repository';
import type { WorkContext } from '../operations/work';
import { ofCause } from '../redaction/ofCause';
import { inTime } from '../time/inTime';
import { registrationOf, type CatalogDeps, type Registration } from './registration';

/** Milliseconds for the git host to say how a repository stands to a person who waits. */
const patienceMs = 5_000;

interface App {
  entityRef: string;
  zone: LandingZone;
}

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

/** Does what was asked for of it: again and again, until it is done. */
export async function carryOut(
  app: App,
  { unregister, archive }: OperationInputs['retire'],
  { log, signal, checkpoints }: Pick<WorkContext, 'log' | 'signal' | 'checkpoints'>,
  deps: AfterwardsDeps,
): Promise<{ removed: { type: string; name: string }[]; stays: StayingThing[] }> {
  const { entityRef } = app;
  const once = async <T>(key: string, act: () => Promise<T | undefined>) => {
    if (await checkpoints.get(key)) return undefined;
    signal.throwIfAborted();
    const refusal = await act();
    if (refusal === undefined) await checkpoints.set(key, 'done');
    return refusal;
  };
  // First what needs the entity to be known: afterwards nothing says any more whose the repository is.
  const kept = archive
    ? await once(
        'archived',
        async () =>
          notArchived(await registrationOf(app, deps), 'there') ?? archived(app, signal, deps),
      )
    : 'The source is its owners’: archive or delete it at the git host.';
  if (archive && !kept) log(`The repository ${repositoryIn(app).repoUrl} is archived.`);
  const known = unregister
    ? await once('unregistered', async () => takeOut(app, deps))
    : 'It stays until its owner or the platform team takes it out of the catalog, on its page.';
  if (unregister && !known) log(`${entityRef} is no longer in the catalog.`);
  return {
    removed: unregister && !known ? [{ type: 'Catalog entity', name: entityRef }] : [],
    stays: [
      {
        name: `The repository ${repositoryIn(app).repoUrl}`,
        message:
          kept ?? 'It is archived: nobody changes it until it is unarchived at the git host.',
      },
      ...(known ? [{ name: `The catalog entity ${entityRef}`, message: known }] : []),
    ],
  };
}

/** For who asks for nothing else, of an application that is retired. @throws ConflictError with the reason */
export async function takeOutNow(app: App, deps: AfterwardsDeps): Promise<void> {
  const refusal = await takeOut(app, deps);
  if (refusal)
    throw new ConflictError(`${app.entityRef} is not taken out of the catalog. ${refusal}`);
}

/** @returns why not; what the catalog does not know is out of it */
async function takeOut(app: App, deps: AfterwardsDeps): Promise<string | undefined> {
  const { auth, catalog, operationId } = deps;
  const { entityRef } = app;
  const registration = await registrationOf(app, deps);
  if (!registration) return undefined;
  if ('refusal' in registration) return registration.refusal;
  const { locationId } = registration;
  await audited(deps, unregistrationOf({ entityRef, operationId, locationId }), async () => {
    const credentials = await auth.getOwnServiceCredentials();
    try {
      await catalog.removeLocationById(locationId, { credentials });
    } catch (error) {
      const sentence = `The catalog did not let ${entityRef} go; everything else of it is gone. Try again in a minute.`;
      throw ofCause(new ServiceUnavailableError(sentence), error);
    }
  });
  return undefined;
}

function archived(app: App, signal: AbortSignal, deps: AfterwardsDeps) {
  const { integrations, operationId } = deps;
  const repository = repositoryIn(app);
  const { entityRef } = app;
  return audited(
    deps,
    archivingOf({ entityRef, operationId, repoUrl: repository.repoUrl }),
    () => archiveRepository(repository, { integrations, signal }),
    refusal => (refusal ? { refusal } : {}),
  );
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
