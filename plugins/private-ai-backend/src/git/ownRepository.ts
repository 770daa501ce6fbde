import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { parseAllDocuments } from 'yaml';

/** Where a repository says whose it is. */
export const DESCRIPTION = 'catalog-info.yaml';

interface Claim {
  entityRef: string;
  repoUrl: string;
}

/** {@link requireOwnRepository} of an unpacked commit. */
export async function readOwnRepository(folder: string, claim: Claim): Promise<void> {
  requireOwnRepository(await readFile(join(folder, DESCRIPTION), 'utf8').catch(() => ''), claim);
}

/**
 * A repository says in its `catalog-info.yaml` whose it is. Without this an app could be built from any repository that
 * the portal's sign-in may read, and show another team's code to its owner.
 * @throws NotAllowedError
 */
export function requireOwnRepository(text: string, { entityRef, repoUrl }: Claim): void {
  const described = parseAllDocuments(text).map(document => refOf(document.toJS()));
  if (described.includes(entityRef.toLowerCase())) return;
  throw new NotAllowedError(
    `The repository ${repoUrl} is not ${entityRef}'s own: the ${DESCRIPTION} of that commit does not describe it.`,
  );
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
