import { join } from 'node:path';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ClusterClient } from './client.ts';
import { ContainerProcess } from './containerProcess.ts';
import { freePort } from './freePort.ts';
import { environmentOf, expanded, type Container } from './podEnvironment.ts';
import { SetupError } from './podSetup.ts';
import { layOutVolumes, relocated } from './podVolumes.ts';
import type { Cluster, Image, Images } from './surroundings.ts';

export interface LaunchDeps {
  client: ClusterClient;
  images: Images;
  mintToken: Cluster['mintToken'];
  /** A folder for pods' files. */
  folder: string;
  /** What every pod's process needs on this machine, e.g. certificates and proxy. */
  surroundings(pod: KubernetesObject): Record<string, string>;
  /** Replaces in a pod's environment what means something else on this machine. */
  localised(env: Record<string, string>): Record<string, string>;
}

/** A container that was started. */
export interface Launched {
  process: ContainerProcess;
  /** The port that its manifest means, and the one of the loopback address where it listens instead. */
  port: { container: number; local: number };
  imageID: string;
  /** Milliseconds after which its tokens are to be written anew. */
  renewAfter?: number;
}

/**
 * Starts a container of a pod as a local process; `pod.status` has the pod's address.
 * @throws SetupError when something that it needs is missing
 */
export async function launch(
  pod: KubernetesObject,
  container: Container,
  deps: LaunchDeps,
  logFile: () => Promise<string>,
): Promise<Launched> {
  const image = await pulled(container.image, deps.images);
  const env = await environmentOf(pod, container, image.env, deps.client);
  const { mounts, renewAfter } = await layOut(pod, container, deps);
  const temporary = mounts.find(mount => mount.mountPath === '/tmp');
  const port = {
    container: Number(env.PORT) || container.ports?.[0]?.containerPort || 8080,
    local: await freePort(),
  };
  const machine = deps.surroundings(pod);
  const command = [...(container.command ?? image.command), ...(container.args ?? [])];
  const process = await ContainerProcess.start({
    command: command.map(part => expanded(part, env)),
    workingDir: image.workingDir,
    logFile: await logFile(),
    env: {
      HOSTNAME: pod.metadata.name,
      ...relocated(deps.localised(env), mounts),
      ...machine,
      ...(env.NODE_OPTIONS && { NODE_OPTIONS: `${machine.NODE_OPTIONS} ${env.NODE_OPTIONS}` }),
      // Of the paths that programs choose themselves, this is the one that can be told.
      ...(temporary && { TMPDIR: temporary.local }),
      HOST: '127.0.0.1',
      PORT: String(port.local),
    },
  });
  const [repository] = container.image.split('@');
  const imageID = image.digest ? `${repository}@${image.digest}` : container.image;
  return { process, port, imageID, renewAfter };
}

/** Writes the pod's volumes (anew). */
export function layOut(pod: KubernetesObject, container: Container, deps: LaunchDeps) {
  const folder = join(deps.folder, String(pod.metadata.uid), 'volumes');
  return layOutVolumes(pod, container, folder, deps);
}

async function pulled(reference: string, images: Images): Promise<Image> {
  const image = await images.resolve(reference);
  if (image) return image;
  throw new SetupError(
    'ErrImagePull',
    `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": ${reference}: not found`,
  );
}
