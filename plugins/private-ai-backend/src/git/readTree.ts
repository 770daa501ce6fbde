import { setTimeout as delay } from 'node:timers/promises';
import type {
  UrlReaderService,
  UrlReaderServiceReadTreeResponse,
} from '@backstage/backend-plugin-api';
import { ConflictError, ForwardedError, InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { GitHostType, Source } from '@private-ai/plugin-private-ai-common';
import { hostOf } from './hosts';
import { baseUrlOf } from './page';
import { boundedFilter, type ReadBounds } from './readBounds';
import { parseRepoUrl } from './repoUrl';

/** Minutes that a commit may take to be read; endless ones are short on the wire. */
const readMinutes = 5;
/** Milliseconds that a parser may take to notice that its stream is broken off. */
const graceMs = 1_000;

export interface Reading {
  type: GitHostType;
  reader: UrlReaderService;
  integrations: ScmIntegrations;
  signal: AbortSignal;
  /** Milliseconds that it may take; {@link readMinutes} when left out. */
  readMs?: number;
}

export interface ReadFile {
  path: string;
  content: Buffer;
}

/**
 * The files of a published commit that its bounds name, through the portal's own git integrations.
 * @throws InputError for a commit that is beyond them
 */
export async function readFiles(
  source: Source,
  deps: Reading & { bounds: ReadBounds },
): Promise<ReadFile[]> {
  return readTree(source, deps, async tree => {
    const files: ReadFile[] = [];
    for (const { path, content } of await tree.files())
      files.push({ path, content: await content() });
    return files;
  });
}

/** Writes a published commit into a folder. @throws InputError for one that is beyond its bounds */
export async function unpackCommit(
  source: Source,
  deps: Reading & { bounds: ReadBounds },
  folder: string,
): Promise<void> {
  await readTree(source, deps, tree => tree.dir({ targetDir: folder }));
}

async function readTree<T>(
  source: Source,
  deps: Reading & { bounds: ReadBounds },
  take: (tree: UrlReaderServiceReadTreeResponse) => Promise<T>,
): Promise<T> {
  const { type, reader, integrations, readMs = readMinutes * 60_000 } = deps;
  const { repoUrl, commit } = source;
  const { treePath, readsOnly } = hostOf(type);
  const repository = parseRepoUrl(repoUrl);
  const base = baseUrlOf({ type, host: repository.host }, integrations);
  const beyond = new AbortController();
  const late = AbortSignal.timeout(readMs);
  // The archive's stream ends with it.
  const signal = AbortSignal.any([deps.signal, beyond.signal, late]);
  const filter = boundedFilter(deps.bounds, source, problem => beyond.abort(problem));
  try {
    const tree = await reader.readTree(`${base}/${treePath(repository, commit)}`, {
      signal,
      filter,
    });
    if (readsOnly && tree.etag !== commit) {
      throw new ConflictError(
        `The default branch of ${repoUrl} has moved on to ${tree.etag}, and ${readsOnly}: start again with that commit.`,
      );
    }
    // A parser that waits for the rest of a stream that has ended does not give up by itself.
    const taken = await untilAborted(signal, take(tree));
    // It may have been at its end.
    beyond.signal.throwIfAborted();
    return taken;
  } catch (error) {
    beyond.signal.throwIfAborted();
    if (deps.signal.aborted || error instanceof ConflictError) throw error;
    if (late.aborted)
      throw new InputError(
        `The commit ${commit} of ${repoUrl} could not be read within ${readMs / 60_000} minutes: take what is large out of the repository, or look at its host.`,
      );
    const transient = mayPass(error);
    const why = transient
      ? `its git host has no answer at the moment (${reasonOf(error)}).`
      : `check that it is pushed, and integrations.${type} of the portal. The git host said: ${reasonOf(error)}.`;
    const message = `The commit ${commit} of ${repoUrl} could not be read: ${why}`;
    // Its status and name are those of what was thrown, its words are not.
    throw Object.assign(new ForwardedError(message, error), { message, transient });
  }
}

/** What says most of why, without a stop at its end. */
function reasonOf(error: unknown): string {
  const { message, code, cause } = error as Error & { code?: string; cause?: { code?: string } };
  const told = /fetch failed/.test(message) ? (cause?.code ?? code) : undefined;
  return (told ?? message).replace(/\.$/, '');
}

/** Backstage's readers tell a status, or what fetch threw, behind a comma; a connection that broke has a code. */
function mayPass(error: unknown): boolean {
  const { message, code, cause } = error as Error & { code?: string; cause?: { code?: string } };
  if (/, (429|50[0234])\b|fetch failed/.test(message)) return true;
  const broken = /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EAI_AGAIN|UND_ERR_SOCKET)$/;
  return broken.test(code ?? cause?.code ?? '');
}

async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } catch (error) {
    // It ends with its stream, most of the time.
    await Promise.race([work.catch(() => undefined), delay(graceMs, undefined, { ref: false })]);
    throw error;
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
