import { createWriteStream, realpathSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InputError } from '@backstage/errors';
import type { AppRequest, Source } from '@private-ai/plugin-private-ai-common';
import { create } from 'tar';
import type { LandingZone } from '../config/landingZone';
import { FewAtOnce } from '../time/fewAtOnce';
import { readOwnRepository } from '../git/ownRepository';
import type { ReadBounds } from '../git/readBounds';
import { unpackCommit, type Reading } from '../git/readTree';
import { requireOwnBases } from './ownBases';
import { largestSource, sourceEntries, sourceMinutes, sourcesAtOnce } from './sourceLimits';
import { ofCause } from '../redaction/ofCause';

const few = new FewAtOnce(sourcesAtOnce);
const bounds: ReadBounds = {
  largest: () => largestSource,
  entries: sourceEntries,
  bytes: largestSource,
  advice:
    'an image is built of no more. Take large files (data, models, dependencies) out of the repository, and fetch them in the Containerfile.',
};

type Application = Pick<AppRequest, 'name' | 'entityRef'>;

/** A packed commit on the portal's disk. */
export interface SourceArchive {
  /** A tar.gz. */
  file: string;
  /** Bytes. */
  size: number;
}

/**
 * Packs a commit, with the certificates of the landing zone's own authorities in it, for as long as `use` takes.
 * @throws InputError where it is too large, cannot be packed or builds on another application's image, NotAllowedError where it is not the entity's own
 */
export async function withSourceArchive<T>(
  { source, app, zone }: { source: Source; app: Application; zone: LandingZone },
  deps: Omit<Reading, 'type'> & { bounds?: ReadBounds },
  use: (archive: SourceArchive, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const pack = async () => {
    // Whatever does not end gives its place back.
    const late = AbortSignal.timeout(sourceMinutes * 60_000);
    const signal = AbortSignal.any([deps.signal, late]);
    const place = await mkdtemp(join(tmpdir(), 'private-ai-source-'));
    try {
      const folder = join(place, 'source');
      await mkdir(folder);
      await unpackCommit(source, { bounds, ...deps, signal, type: zone.git.type }, folder);
      const { entityRef } = app;
      await readOwnRepository(folder, { entityRef, repoUrl: source.repoUrl });
      await requireOwnBases(folder, app, zone);
      await putCertificates(folder, zone.network.caBundle);
      const file = join(place, 'source.tar.gz');
      await packed(folder, file, { source, signal });
      return await use({ file, size: (await stat(file)).size }, signal);
    } catch (error) {
      if (!late.aborted || deps.signal.aborted) throw error;
      throw new InputError(
        `The source of ${source.repoUrl} was not read, packed and uploaded within ${sourceMinutes} minutes: take what is large out of the repository, or look at its host and at the registry's storage.`,
      );
    } finally {
      // What was broken off may still write for a moment.
      await rm(place, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    }
  };
  return few.run(pack, deps.signal);
}

/** Where the Containerfile looks for what it is to trust beside the public authorities. */
async function putCertificates(folder: string, caBundle: string | undefined): Promise<void> {
  if (!caBundle) return;
  const certificates = join(folder, 'certificates');
  const there = await lstat(certificates).catch(() => undefined);
  // A link would lead out of the source.
  if (there && !there.isDirectory())
    throw new InputError(
      "The repository's certificates is no folder: the landing zone's own certificates are put there.",
    );
  await mkdir(certificates, { recursive: true });
  const file = join(certificates, 'private-ai.crt');
  await rm(file, { recursive: true, force: true });
  await writeFile(file, caBundle.endsWith('\n') ? caBundle : `${caBundle}\n`, { flag: 'wx' });
}

async function packed(
  folder: string,
  file: string,
  { source, signal }: { source: Source; signal: AbortSignal },
): Promise<void> {
  const inside = (await realpath(folder)) + sep;
  try {
    const tar = create(
      {
        gzip: true,
        // The same commit gives the same bytes.
        portable: true,
        cwd: folder,
        // Links may lead out of the source one after another, where each by itself does not.
        filter: (path, entry) =>
          !('isSymbolicLink' in entry && entry.isSymbolicLink()) ||
          `${leadsTo(join(folder, path))}${sep}`.startsWith(inside),
      },
      ['.'],
    );
    await pipeline(tar, createWriteStream(file), { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    const sentence = `The source of ${source.repoUrl} could not be packed: ${(error as Error).message}.`;
    throw ofCause(new InputError(sentence), error);
  }
}

/** Where a link ends; nowhere as an empty text. Node's own resolution takes `..` by its letters, behind a link too. */
function leadsTo(link: string): string {
  try {
    return realpathSync.native(link);
  } catch {
    return '';
  }
}
