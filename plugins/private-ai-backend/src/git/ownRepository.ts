import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';
import { parseRepositoryYaml } from './repositoryYaml';

/** Where a repository says whose it is. */
export const DESCRIPTION = 'catalog-info.yaml';
/** Bytes of that: a description has one or two thousand. */
export const largestDescription = 64 * 1024;
/** Entities that it describes. */
const mostDocuments = 50;

interface Claim {
  entityRef: string;
  repoUrl: string;
}

/** {@link requireOwnRepository} of an unpacked commit. */
export async function readOwnRepository(folder: string, claim: Claim): Promise<void> {
  await requireOwnRepository(await descriptionIn(folder), claim);
}

/**
 * An unpacked commit may have a link there, which leads anywhere on this machine, or a device that never ends.
 * @throws InputError for what is no file
 */
async function descriptionIn(folder: string): Promise<string> {
  const path = join(folder, DESCRIPTION);
  const there = await lstat(path).catch(() => undefined);
  if (!there) return '';
  if (!there.isFile())
    throw new InputError(
      `The repository's ${DESCRIPTION} is a link or no file: put the file there.`,
    );
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    // What was looked at before may have been another.
    const { buffer, bytesRead } = await file.read(Buffer.alloc(largestDescription + 1));
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * A repository says in its `catalog-info.yaml` whose it is. Without this an app could be built from any repository that
 * the portal's sign-in may read, and show another team's code to its owner.
 * @returns the owner that it names, as an entity reference
 * @throws NotAllowedError; InputError for a description that is too large or no YAML
 */
export async function requireOwnRepository(
  text: string,
  { entityRef, repoUrl }: Claim,
): Promise<string | undefined> {
  if (Buffer.byteLength(text) > largestDescription)
    throw new InputError(
      `The ${DESCRIPTION} of ${repoUrl} has more than ${largestDescription / 1024} kB: take out of it what describes something else.`,
    );
  const what = `The ${DESCRIPTION} of ${repoUrl}`;
  const [described] = await parseRepositoryYaml([{ what, text }], mostDocuments);
  const own = described.find(entity => refOf(entity) === entityRef.toLowerCase());
  if (own) return ownerOf(own);
  throw new NotAllowedError(
    `The repository ${repoUrl} is not ${entityRef}'s own: the ${DESCRIPTION} of that commit does not describe it.`,
  );
}

function ownerOf(entity: unknown): string | undefined {
  const { spec, metadata } = entity as {
    spec?: { owner?: unknown };
    metadata: { namespace?: string };
  };
  const named = spec?.owner;
  if (typeof named !== 'string' || !named) return undefined;
  const defaults = { defaultKind: 'group', defaultNamespace: metadata.namespace ?? 'default' };
  try {
    return stringifyEntityRef(parseEntityRef(named, defaults));
  } catch {
    // It is no reference, and nobody's.
    return undefined;
  }
}

function refOf(entity: unknown): string | undefined {
  const { kind, metadata } = (entity ?? {}) as {
    kind?: unknown;
    metadata?: { name?: unknown; namespace?: unknown };
  };
  if (typeof kind !== 'string' || typeof metadata?.name !== 'string') return undefined;
  const namespace = typeof metadata.namespace === 'string' ? metadata.namespace : undefined;
  return stringifyEntityRef({ kind, namespace, name: metadata.name });
}
