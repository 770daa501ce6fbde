import { InputError } from '@backstage/errors';

/** A repository, as the scaffolder's form names it. */
export interface Repository {
  /** The form itself: `host?owner=o&repo=r`, for Azure DevOps `host?organization=o&project=p&repo=r`. */
  repoUrl: string;
  host: string;
  owner: string;
  /** Azure DevOps only. */
  project?: string;
  name: string;
}

/** @throws InputError for what is not in the scaffolder's form, or would lead elsewhere than it says */
export function parseRepoUrl(repoUrl: string): Repository {
  const url = URL.canParse(`https://${repoUrl}`) ? new URL(`https://${repoUrl}`) : undefined;
  const part = (key: string) => {
    const value = url?.searchParams.get(key) ?? '';
    return /^[\w. -]+(\/[\w.-]+)*$/.test(value) && !value.includes('..') ? value : undefined;
  };
  const owner = part('owner') ?? part('organization');
  const name = part('repo');
  // What is no host is left out of the address in silence.
  const only = url && !url.username && !url.password && url.pathname === '/' && !url.hash;
  // A slash in it would lead into a group below the owner's.
  if (!only || !owner || !name || name.includes('/')) {
    throw new InputError(
      `The repository ${repoUrl} is not in the form host?owner=…&repo=… (Azure DevOps: host?organization=…&project=…&repo=…).`,
    );
  }
  return { repoUrl, host: url.host, owner, project: part('project'), name };
}

/** Whether both are one repository: hosts compare names without regard to case. */
export function sameRepository(one: Repository, other: Repository): boolean {
  const [a, b] = [one, other].map(({ host, owner, project, name }) =>
    JSON.stringify([host, owner, project, name]).toLowerCase(),
  );
  return a === b;
}
