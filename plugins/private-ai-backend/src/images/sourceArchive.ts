import { createWriteStream } from 'node:fs';
import { lstat, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InputError } from '@backstage/errors';
import type { Source } from '@private-ai/plugin-private-ai-common';
import { create } from 'tar';
import type { LandingZone } from '../config/landingZone';
import { FewAtOnce } from '../time/fewAtOnce';
import { readOwnRepository } from '../git/ownRepository';
import { readCommit } from '../git/source';

/** Bytes of all files of a commit together: it lies on the portal's disk, unpacked and packed, while it is sent. */
const largest = 200 * 1024 * 1024;
/** Commits that lie on the disk at the same time. */
const few = new FewAtOnce(4);

/** A packed commit on the portal's disk. */
export interface SourceArchive {
  /** A tar.gz. */
  file: string;
  /** Bytes. */
  size: number;
}

/**
 * Packs a commit, with the certificates of the landing zone's own authorities in it, for as long as `use` takes.
 * @throws InputError where it is too large or cannot be packed, NotAllowedError where it is not the entity's own
 */
export async function withSourceArchive<T>(
  { source, entityRef, zone }: { source: Source; entityRef: string; zone: LandingZone },
  deps: Omit<Parameters<typeof readCommit>[1], 'type' | 'filter'> & { largest?: number },
  use: (archive: SourceArchive) => Promise<T>,
): Promise<T> {
  const pack = async () => {
    const place = await mkdtemp(join(tmpdir(), 'private-ai-source-'));
    try {
      const folder = join(place, 'source');
      await mkdir(folder);
      await unpack(source, { ...deps, type: zone.git.type }, folder);
      await readOwnRepository(folder, { entityRef, repoUrl: source.repoUrl });
      await putCertificates(folder, zone.network.caBundle);
      const file = join(place, 'source.tar.gz');
      await packed(folder, file, source);
      return await use({ file, size: (await stat(file)).size });
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  };
  return few.run(pack, deps.signal);
}

async function unpack(
  source: Source,
  deps: Parameters<typeof readCommit>[1] & { largest?: number },
  folder: string,
): Promise<void> {
  const most = deps.largest ?? largest;
  let size = 0;
  const tree = await readCommit(source, {
    ...deps,
    // What is beyond the limit is not written to the disk.
    filter: (_, info) => (size += info?.size ?? 0) <= most,
  });
  await tree.dir({ targetDir: folder });
  if (size <= most) return;
  throw new InputError(
    `The commit ${source.commit.slice(0, 12)} of ${source.repoUrl} has ${megabytes(size)} of files; an image is built of at most ${megabytes(most)}. Take large files (data, models, dependencies) out of the repository, and fetch them in the Containerfile.`,
  );
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

async function packed(folder: string, file: string, source: Source): Promise<void> {
  try {
    // `portable`: the same commit gives the same bytes.
    const tar = create({ gzip: true, portable: true, cwd: folder }, ['.']);
    await pipeline(tar, createWriteStream(file));
  } catch (error) {
    throw new InputError(`The source of ${source.repoUrl} could not be packed`, error);
  }
}

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MB`;
