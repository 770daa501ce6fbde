import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../freePort.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Image, Images } from '../registry/image.ts';
import type { ClusterClient } from './client.ts';
import { ContainerProcess } from './containerProcess.ts';
import { environmentOf, expanded, type Container } from './podEnvironment.ts';
import { SetupError } from './podSetup.ts';
import { runtimeSurroundings } from './podSurroundings.ts';
import { localPath, relocated, type PodVolumes } from './podVolumes.ts';
import type { Cluster } from './surroundings.ts';
import { trustingHere } from './trust.ts';

export interface LaunchDeps {
  client: ClusterClient;
  images: Images;
  mintToken: Cluster['mintToken'];
  /** A folder for pods' files. */
  folder: string;
  /** PEM file of the sandbox's authority. */
  caFile: string;
  /** What every pod's process needs on this machine, e.g. the proxy. */
  surroundings(pod: KubernetesObject): Record<string, string>;
  /** Replaces in a pod's environment what means something else on this machine. */
  localised(env: Record<string, string>): Record<string, string>;
}

/** A container that was started. */
export interface Launched {
  process: ContainerProcess;
  /** The port that its manifest means (none for most that only help), and the loopback port where it listens instead. */
  port: { container: number | undefined; local: number };
  imageID: string;
}

/**
 * Starts a container of a pod as a local process; `pod.status` has the pod's address, its volumes are laid out.
 * @throws SetupError when something that it needs is missing
 */
export async function launch(
  pod: KubernetesObject,
  container: Container,
  deps: LaunchDeps & { volumes: PodVolumes; logFile(): Promise<string> },
): Promise<Launched> {
  const image = await pulled(container.image, deps.images);
  const env = await environmentOf(pod, container, image.env, deps.client);
  const mounts = await deps.volumes.mounts(pod, container);
  const temporary = mounts.find(mount => mount.mountPath === '/tmp');
  const first = container === pod.spec.containers[0] ? 8080 : undefined;
  const port = {
    container: Number(env.PORT) || container.ports?.[0]?.containerPort || first,
    local: await freePort(),
  };
  const there = inImage(relocated(deps.localised(env), mounts), image);
  const machine = deps.surroundings(pod);
  const folder = join(deps.folder, String(pod.metadata.uid), 'trust', container.name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const command = [...(container.command ?? image.command), ...(container.args ?? [])];
  const process = await ContainerProcess.start({
    command: command.map(part => localPath(expanded(part, env), mounts)),
    workingDir: container.workingDir
      ? inImage({ at: localPath(container.workingDir, mounts) }, image).at
      : image.workingDir,
    logFile: await deps.logFile(),
    env: {
      HOSTNAME: pod.metadata.name,
      ...there,
      ...machine,
      ...runtimeSurroundings(image, there, machine),
      ...(await trustingHere(there, { caFile: deps.caFile, folder })),
      // Of the paths that programs choose themselves, this is the one that can be told.
      ...(temporary && { TMPDIR: temporary.local }),
      HOST: '127.0.0.1',
      PORT: String(port.local),
    },
  });
  const [repository] = container.image.split('@');
  const imageID = image.digest ? `${repository}@${image.digest}` : container.image;
  return { process, port, imageID };
}

/** Values that are paths of the image's own files, as they lie here. */
const inImage = (env: Record<string, string>, { folder }: Image): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      const path =
        /^\/[^/:]/.test(value) && !value.startsWith(folder) ? join(folder, value) : value;
      return [name, path !== value && existsSync(path) ? path : value];
    }),
  );

async function pulled(reference: string, images: Images): Promise<Image> {
  const image = await images.resolve(reference);
  if (image) return image;
  throw new SetupError(
    'ErrImagePull',
    `failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": ${reference}: not found`,
  );
}
