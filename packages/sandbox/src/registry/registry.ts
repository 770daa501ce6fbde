import https from 'node:https';
import { join } from 'node:path';
import type { ArmHooks } from '../arm/hooks.ts';
import type { Listener } from '../faults/faults.ts';
import { listen } from '../listen.ts';
import type { Python } from '../python/environments.ts';
import type { Room, Surroundings } from '../room.ts';
import { isAbac, mayAccess } from './access.ts';
import { registryHook } from './answer.ts';
import { Blobs } from './blobs.ts';
import { Distribution, type Azure } from './distribution.ts';
import type { Images } from './image.ts';
import { ImageStore } from './images.ts';
import { Runs, type MayAccess } from './runs.ts';
import { taskRunHooks } from './taskRuns.ts';

export interface RegistryRoom extends Room {
  /** Answer for Resource Manager what lies below a registry. */
  hooks: Required<Pick<ArmHooks, 'registry' | 'taskRuns'>>;
  images: Images;
  /** Tells who signs in and what exists; until then the registries' own API lets nobody in. */
  setAzure(azure: Azure): void;
}

/**
 * Starts the registries' storage (sources in, logs out, over HTTPS), their builds, and their own API. What Resource Manager
 * is asked below a registry comes in by `hooks`.
 */
export async function createRegistry(
  surroundings: Surroundings,
  {
    port,
    python,
    wrap = one => one,
  }: { port: number; python: Python; wrap?: (listener: Listener) => Listener },
): Promise<RegistryRoom> {
  const folder = join(surroundings.folder, 'registry');
  const blobs = new Blobs(surroundings.store, folder);
  const images = new ImageStore(surroundings.store, folder, python);
  const azure = Promise.withResolvers<Azure>();
  let known: Azure | undefined;
  const may: MayAccess = (run, verb, repository) => {
    const registry = known?.arm.get(run.registryId);
    if (!known || !registry) return false;
    const by = run.request.signsInAs;
    return by ? mayAccess({ by, verb, repository }, registry, known.arm) : !isAbac(registry);
  };
  const runs = new Runs(surroundings, { blobs, images, python, may, begin: azure.promise });
  const distribution = new Distribution(images);
  const server = https.createServer(
    await surroundings.authority.serverOptions(),
    wrap((request, response) => {
      const answered = distribution.takes(request.url ?? '')
        ? distribution.answer(request, response)
        : blobs.answer(request, response, path => runs.isComplete(path));
      answered.catch((error: Error) => {
        surroundings.log(`registry: ${error.stack}`);
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      });
    }),
  );
  const { port: taken, stop } = await listen(server, port);
  const url = `https://localhost:${taken}`;
  return {
    url,
    hooks: {
      registry: registryHook(runs, blobs, () => url),
      taskRuns: taskRunHooks(runs, blobs),
    },
    images,
    setAzure(found) {
      known = found;
      distribution.setAzure(found);
      azure.resolve(found);
    },
    stop: async () => {
      azure.reject(new Error('The registry stops.'));
      await runs.stop();
      await stop();
    },
  };
}
