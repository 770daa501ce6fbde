import type { Config } from '@backstage/config';
import { forms, type Read } from './values';

/** Below it lie the applications' own images. */
export const REPOSITORIES = 'private-ai';

/** Where images of the applications lie, and who makes them. */
export interface ImageRegistry {
  id: string;
  loginServer: string;
  /** Where its API answers, without a trailing slash. */
  endpoint: string;
  build:
    | { strategy: 'tasks'; agentPool?: string }
    /** `waitMinutes`: how long a commit's image may take to be pushed. */
    | { strategy: 'external'; waitMinutes: number };
  /**
   * Who may read and write images: `registry`, who may at the registry; `repositories`, each application's builder its own repository and
   * the bases, which takes a registry in ABAC mode.
   */
  permissions: 'registry' | 'repositories';
  /** With `repositories`: how names of repositories begin that every builder may read, each with its last slash. */
  bases: string[];
}

/** What the landing zone has mirrored for all to build on (infra/images.tf). */
const mirrored = ['library/'];

/**
 * `registry` of a landing zone.
 * @throws InputError with the key and what is expected
 */
export function readRegistry(config: Config, read: Read): ImageRegistry {
  const loginServer = read.text('registry.loginServer', forms.host);
  const endpoint = read.optional('registry.endpoint', forms.https) ?? `https://${loginServer}`;
  return {
    id: read.text('registry.id', forms.registryId),
    loginServer,
    endpoint: endpoint.replace(/\/+$/, ''),
    build: readBuild(config, read),
    permissions: read.oneOf('registry.permissions', ['registry', 'repositories'], 'registry'),
    bases: readBases(read),
  };
}

function readBases(read: Read): string[] {
  const bases = read.list('registry.bases', forms.repositories) ?? mirrored;
  if (bases.some(one => `${REPOSITORIES}/`.startsWith(one) || one.startsWith(`${REPOSITORIES}/`)))
    throw read.fail(
      'registry.bases',
      `what is not below ${REPOSITORIES}/, where applications' own images lie`,
    );
  return bases;
}

function readBuild(config: Config, read: Read): ImageRegistry['build'] {
  const strategy = read.oneOf('registry.build.strategy', ['tasks', 'external']);
  const agentPool = config.getOptionalString('registry.build.agentPool');
  if (strategy === 'tasks') return { strategy, agentPool };
  if (agentPool !== undefined)
    throw read.fail('registry.build.agentPool', 'nothing, or registry.build.strategy: tasks');
  return { strategy, waitMinutes: read.count('registry.build.waitMinutes', 30) };
}
