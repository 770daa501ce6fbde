import type { GitHostType, GitTarget } from '@private-ai/plugin-private-ai-common';
import { hostOf } from './hosts';

/** Which publish step makes a repository, and where, in the scaffolder's form. */
export interface NewRepository {
  type: GitHostType;
  /** `host?owner=o&repo=name`, on Azure DevOps `host?organization=o&project=p&repo=name`. */
  repoUrl: string;
  visibility: GitTarget['visibility'];
}

/** Where an application's repository is made: on the git host of its landing zone, named after the application. */
export function repositoryOf(
  name: string,
  { type, host, owner, visibility }: GitTarget,
): NewRepository {
  const query = new URLSearchParams(hostOf(type).query(owner, name));
  return { type, repoUrl: `${host}?${query}`, visibility };
}
