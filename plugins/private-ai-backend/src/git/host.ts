import type { IncomingHttpHeaders } from 'node:http';
import type { ScmIntegrations } from '@backstage/integration';
import type { Repository } from './repoUrl';

/** What the portal has to know of one kind of git host: all of it in one file a kind, chosen by `hostOf`. */
export interface GitHost {
  /** How a landing zone names an owner that has this repository. */
  ownerOf(repository: Repository): string;
  /** The query of a repository's address in the scaffolder's form, by the owner as a landing zone names it. */
  query(owner: string, name: string): Query;
  /** The same of the repository that a page lies in; `path`: the parts of the page's path. */
  repositoryAt(path: readonly string[]): Query | undefined;
  /** Where its pages begin; `https://host` when left out. */
  baseUrl?(host: string, integrations: ScmIntegrations): string | undefined;
  /** Where a commit's tree lies below that, for Backstage's reader. */
  treePath(repository: Repository, commit: string): string;
  /** Why a commit cannot be read by itself, where it cannot: the default branch is read then, and held against it. */
  readsOnly?: string;
  /** Where a file of a branch lies below that, as the catalog registers it. */
  filePath(repository: Repository, branch: string, file: string): string;
  /** Looks at a repository; undefined where there is none of that name, or none that may be seen. */
  look(repository: Repository, asking: Asking): Promise<Looked | undefined>;
  archiving: {
    /** What the portal's sign-in has to have there, in the host's own words. */
    needs: string;
    /** Nobody changes what is archived; one that is archived already stays as it is. */
    archive(repository: Repository, asking: Asking): Promise<void>;
  };
  /** Asks for the newest commit of the default branch, with the portal's own sign-in; what it answers is not trusted. */
  headCommit(repository: Repository, asking: Asking): Promise<unknown>;
  /** Whether the history of one commit has another in it, both by their full hashes; one that is not there is in none. */
  contains(
    repository: Repository,
    commits: { head: string; commit: string },
    asking: Asking,
  ): Promise<boolean>;
  /**
   * As what the pipeline of a repository's default branch signs in elsewhere: who issues its tokens, and what they say of it. Left out
   * where the host issues none that name the repository.
   */
  pipeline?(repository: Pick<Repository, 'host' | 'owner' | 'name'>): {
    issuer: string;
    subject: string;
  };
  /** Asks for a commit by its full hash, without what it changed; nothing where there is none. What it answers is not trusted. */
  commit(repository: Repository, hash: string, asking: Asking): Promise<WrittenCommit>;
  /** Where a repository's page lies below the host's pages. */
  path(repository: Repository): string;
  /** Where a commit's page lies. */
  commitPath(repository: Repository, hash: string): string;
  /** Where the page lies that shows what one commit has beyond another. */
  differencePath(repository: Repository, between: { from: string; to: string }): string;
  webhook: Webhook;
}

/** What somebody wrote of a commit, in the host's words. */
interface WrittenCommit {
  message?: unknown;
  author?: unknown;
}

/** The branch that the template publishes. */
export const PUBLISHED_BRANCH = 'main';

type Query = Record<string, string>;

interface Looked {
  defaultBranch: string;
  archived: boolean;
}

export interface Asking {
  integrations: ScmIntegrations;
  /** @throws NotFoundError, ServiceUnavailableError with a sentence */
  ask(url: string, init?: AskInit): Promise<Response>;
  /** The same; undefined where the host says that something is not there. `absent`: by which answers, 404 when left out. */
  find(url: string, init?: AskInit & { absent?: readonly number[] }): Promise<Response | undefined>;
  /**
   * Changes something.
   * @throws NotAllowedError where the host does not let the portal, ServiceUnavailableError
   */
  change(url: string, init: AskInit & { method: 'PATCH' | 'POST'; body?: object }): Promise<void>;
}

interface AskInit {
  headers?: Record<string, string>;
}

/** What a host tells of pushes. */
interface Webhook {
  /** Where a delivery shows that it is the host's, as the end of a sentence. */
  proof: string;
  /** The header of that. */
  header: string;
  /** What it shows, and what it has to be; undefined where the delivery shows nothing. */
  shown(delivery: Delivery, secret: string): { given: string; expected: string } | undefined;
  /** What a delivery calls its event. */
  eventOf(headers: IncomingHttpHeaders, body: Json): unknown;
  /** What it calls a push. */
  push: string;
  /** A push in the host's own words. */
  read(body: Json): Told;
}

export interface Delivery {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What a delivery says was pushed, as far as it says it. */
interface Told {
  ref?: string;
  before?: string;
  after?: string;
  defaultBranch?: string;
  /** The address of the repository's page. */
  page?: string;
}

// What a host sends is read field by field, and none of it is relied on before.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** A header that was sent once. */
export function headerOf({ headers }: Delivery, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value ? value : undefined;
}
