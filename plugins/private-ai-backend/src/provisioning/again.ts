import {
  say,
  type AppRequest,
  type StandingRepository,
} from '@private-ai/plugin-private-ai-common';
import { problemOf, type Problem } from '../app/problem';

/** What stands where the repository would be made, or why it cannot be taken. */
export interface FoundRepository {
  repository?: StandingRepository;
  problems: Problem[];
}

/** Where the catalog says that an application is described. */
export interface Described {
  /** An annotation of the catalog's own: `url:https://…`, if it comes from a git host. */
  origin?: string;
  /** Whether two addresses on the zone's git host lie in one repository. */
  inOneRepository(one: string, other: string): boolean;
}

/** What is made again is what the catalog describes: its repository has to stand, and to be the one where that is. */
export function ofAgain(
  found: FoundRepository,
  { entityRef }: Pick<AppRequest, 'entityRef'>,
  { origin, inOneRepository }: Described,
): FoundRepository {
  const { repository, problems } = found;
  if (problems.length > 0) return found;
  const refused = (code: 'name-left' | 'name-taken') => ({
    problems: [problemOf('name', say(code, { entityRef }))],
  });
  if (!repository) return refused('name-left');
  const [, address = ''] = /^url:(.+)$/.exec(origin ?? '') ?? [];
  if (!inOneRepository(address, repository.catalogInfoUrl)) return refused('name-taken');
  // As the catalog has it: under another address of the same file it would be registered twice.
  return { repository: { ...repository, catalogInfoUrl: address }, problems };
}
