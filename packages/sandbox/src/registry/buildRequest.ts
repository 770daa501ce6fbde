import { ArmError } from '../arm/errors.ts';
import type { ArmResource } from '../arm/resource.ts';
import type { Blobs } from './blobs.ts';
import type { BuildRequest } from './runs.ts';

interface RawBuild {
  type?: unknown;
  imageNames?: unknown;
  isPushEnabled?: unknown;
  dockerFilePath?: unknown;
  sourceLocation?: unknown;
  target?: unknown;
  timeout?: unknown;
  platform?: { os?: unknown };
  credentials?: { sourceRegistry?: { identity?: unknown } };
  arguments?: { name: string; value: string }[];
}

/** Who asks for a run, and where. */
interface Asking {
  registry: ArmResource;
  blobs: Blobs;
  /** Object id. */
  by: string;
  /** Client id to object id, of the identities that the run may sign in as; a quick run has none of its own. */
  identities?: ReadonlyMap<string, string>;
}

/** A DockerBuildRequest, checked. @throws ArmError */
export function parseBuild(body: unknown, asking: Asking): BuildRequest {
  const { registry, blobs } = asking;
  const refuse = (message: string) => new ArmError(400, 'InvalidParameter', message);
  const raw = (body ?? {}) as RawBuild;
  if (raw.type !== 'DockerBuildRequest')
    throw refuse(`The sandbox runs a DockerBuildRequest, not ${String(raw.type)}.`);
  if (raw.platform?.os !== 'Linux') throw refuse('platform.os must be Linux.');
  const source = typeof raw.sourceLocation === 'string' ? raw.sourceLocation : '';
  if (!/^source\/[\w./-]+$/.test(source) || source.includes('..') || !blobs.exists(source))
    throw refuse(
      `The source '${source}' was not uploaded: PUT it to the address of listBuildSourceUploadUrl first.`,
    );
  const names = Array.isArray(raw.imageNames) ? raw.imageNames.map(String) : [];
  const timeoutSeconds = Number(raw.timeout ?? 3600);
  if (!(timeoutSeconds >= 300 && timeoutSeconds <= 28_800))
    throw refuse('timeout must be from 300 to 28800 seconds.');
  return {
    loginServer: registry.properties.loginServer,
    images: names.map(name => {
      const [, repository, tag = 'latest'] =
        /^([a-z\d]+(?:[._/-]+[a-z\d]+)*)(?::([\w][\w.-]{0,127}))?$/.exec(name) ?? [];
      if (!repository) throw refuse(`'${name}' is not a name of an image.`);
      return { repository, tag };
    }),
    push: raw.isPushEnabled !== false,
    containerfile: typeof raw.dockerFilePath === 'string' ? raw.dockerFilePath : 'Dockerfile',
    source,
    args: Object.fromEntries((raw.arguments ?? []).map(({ name, value }) => [name, value])),
    target: typeof raw.target === 'string' ? raw.target : undefined,
    timeoutSeconds,
    signsInAs: signInOf(raw.credentials?.sourceRegistry?.identity, asking),
  };
}

/**
 * Object id of who the run is for the registry: `[caller]`, or an identity of its own by its client id. Without one it has the registry's
 * own sign-in, which in ABAC mode is good for nothing.
 * https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
 */
function signInOf(identity: unknown, { by, identities }: Asking): string | undefined {
  if (identity === undefined) return undefined;
  if (identity === '[caller]') return by;
  const found = identities?.get(String(identity));
  if (found) return found;
  throw new ArmError(
    400,
    'InvalidParameter',
    `The identity '${String(identity)}' of the source registry is none of the run's own.`,
  );
}
