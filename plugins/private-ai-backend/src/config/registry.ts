import type { Config } from '@backstage/config';
import { forms, type Read } from './values';

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
}

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
  };
}

function readBuild(config: Config, read: Read): ImageRegistry['build'] {
  const strategy = read.oneOf('registry.build.strategy', ['tasks', 'external']);
  const agentPool = config.getOptionalString('registry.build.agentPool');
  if (strategy === 'tasks') return { strategy, agentPool };
  if (agentPool !== undefined)
    throw read.fail('registry.build.agentPool', 'nothing, or registry.build.strategy: tasks');
  return { strategy, waitMinutes: read.count('registry.build.waitMinutes', 30) };
}
