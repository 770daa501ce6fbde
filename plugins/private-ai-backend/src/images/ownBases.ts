import { open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { InputError } from '@backstage/errors';
import { imageRepository } from '../app/imageRepository';
import type { LandingZone } from '../config/landingZone';
import { REPOSITORIES } from '../config/registry';

/** What the registry builds by. */
export const CONTAINERFILE = 'Containerfile';
/** Bytes of it that are looked at: one has one or two thousand. */
const looked = 256 * 1024;

/**
 * A build reads the registry with a sign-in that may see every application's images, and another's code is its own. This is the
 * sentence for who has not thought of it, and no fence: a name that is put together while it is built is not seen here. The fence is
 * the registry's (docs/releases.md).
 * @throws InputError
 */
export async function requireOwnBases(
  folder: string,
  app: Parameters<typeof imageRepository>[0],
  zone: LandingZone,
): Promise<void> {
  const own = imageRepository(app, zone);
  const below = `${zone.registry.loginServer.toLowerCase()}/${REPOSITORIES}/`;
  const text = (await containerfileIn(folder)).toLowerCase();
  for (let at = text.indexOf(below); at >= 0; at = text.indexOf(below, at + 1)) {
    const [named] = /^[\w./-]+/.exec(text.slice(at, at + 300)) ?? [''];
    if (named === own) continue;
    throw new InputError(
      `The ${CONTAINERFILE} names the image ${named}, which is another application's: build from the company's base images, or from ${own}.`,
    );
  }
}

/** Empty where there is none, or it lies elsewhere: the registry says so itself. */
async function containerfileIn(folder: string): Promise<string> {
  const path = await realpath(join(folder, CONTAINERFILE)).catch(() => '');
  if (!path.startsWith((await realpath(folder)) + sep)) return '';
  const file = await open(path);
  try {
    const isFile = (await file.stat()).isFile();
    if (!isFile) return '';
    const { buffer, bytesRead } = await file.read(Buffer.alloc(looked));
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
