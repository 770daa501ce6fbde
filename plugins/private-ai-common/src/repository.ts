import type { GitTarget } from './api/landingZones';

/** Which publish step, and where to, in the scaffolder's form. */
export interface Repository {
  type: GitTarget['type'];
  /** `host?owner=o&repo=name`, on Azure DevOps `host?organization=o&project=p&repo=name`. */
  repoUrl: string;
  visibility: GitTarget['visibility'];
}

/** Where an application's repository is made: on the git host of its landing zone, named after the application. */
export function repositoryOf(
  name: string,
  { type, host, owner, visibility }: GitTarget,
): Repository {
  const query = new URLSearchParams();
  if (type === 'azure') {
    const [organization, project] = owner.split('/');
    query.set('organization', organization);
    query.set('project', project ?? '');
  } else {
    query.set('owner', owner);
  }
  query.set('repo', name);
  return { type, repoUrl: `${host}?${query}`, visibility };
}
