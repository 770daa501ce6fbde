import type { Config } from '@backstage/config';
import { patternProblem, type NamedType } from './patterns';
import type { Read } from './values';

/** A pattern for each name. The project's is `proj-{app}` when left out. */
export type Naming = Record<Exclude<NamedType, 'foundryProject'>, string> & {
  foundryProject?: string;
};

export function readNaming(config: Config, read: Read): Naming {
  const pattern = (type: NamedType) => {
    const value = config.getString(`naming.${type}`);
    const problem = patternProblem(type, value);
    if (problem) throw read.fail(`naming.${type}`, `a pattern that makes valid names (${problem})`);
    return value;
  };
  return {
    resourceGroup: pattern('resourceGroup'),
    identity: pattern('identity'),
    foundryAccount: pattern('foundryAccount'),
    foundrySubdomain: pattern('foundrySubdomain'),
    modelDeployment: pattern('modelDeployment'),
    privateEndpoint: pattern('privateEndpoint'),
    connector: pattern('connector'),
    namespace: pattern('namespace'),
    ...(config.has('naming.foundryProject') && { foundryProject: pattern('foundryProject') }),
  };
}
