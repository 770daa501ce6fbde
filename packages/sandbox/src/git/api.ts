import { GiteaError, notFound, type GitAnswer } from './answer.ts';
import { organisation, type Repositories, type RepositoryRecord } from './repositories.ts';
import type { Commit, Entry, Repository } from './repository.ts';

/** What a request to the API says. */
export interface ApiRequest {
  method: string;
  /** Decoded segments after `/api/v1/`. */
  path: string[];
  query: URLSearchParams;
  body: unknown;
  signedIn: boolean;
  /** The host's own address. */
  base: string;
}

/**
 * Gitea's API (v1), as far as a portal needs it: organisation, making and reading a repository, contents, archive, commit.
 * @throws GiteaError
 */
export async function apiAnswer(
  request: ApiRequest,
  repositories: Repositories,
): Promise<GitAnswer> {
  const { method, path, signedIn } = request;
  const [collection, owner, third, ...rest] = path;
  if (collection === 'orgs' && owner) {
    if (owner !== organisation) throw notFound(`organisation ${owner}`);
    if (method === 'GET' && !third) return { status: 200, body: organisationBody() };
    if (method === 'POST' && third === 'repos') {
      if (!signedIn) throw new GiteaError(401, 'token is required');
      const record = await repositories.create((request.body ?? {}) as Record<string, unknown>);
      return { status: 201, body: repositoryBody(record, 'main', true, request.base) };
    }
  }
  const isRepository = collection === 'repos' && owner && third;
  if (isRepository && (method === 'GET' || (method === 'PATCH' && rest.length === 0))) {
    const { record: found, repository } = visible(repositories, owner, third, signedIn);
    const record = method === 'PATCH' ? edited(request, found, repositories) : found;
    if (rest.length === 0) {
      const empty = (await repository.branches()).length === 0;
      const branch = await repository.defaultBranch();
      return { status: 200, body: repositoryBody(record, branch, empty, request.base) };
    }
    return repositoryAnswer(rest, request, record, repository);
  }
  throw notFound(`${method} /api/v1/${path.join('/')}`);
}

/** Of what Gitea edits of a repository whether it is archived. */
function edited(
  { body, signedIn }: ApiRequest,
  record: RepositoryRecord,
  repositories: Repositories,
): RepositoryRecord {
  if (!signedIn) throw new GiteaError(401, 'token is required');
  const { archived } = (body ?? {}) as { archived?: unknown };
  if (typeof archived !== 'boolean') return record;
  return repositories.archive(record.owner, record.name, archived);
}

/** A private repository is as good as absent for who has not signed in. */
export function visible(
  repositories: Repositories,
  owner: string,
  name: string,
  signedIn: boolean,
): ReturnType<Repositories['find']> {
  const found = repositories.find(owner, name);
  if (found.record.private && !signedIn) throw notFound(`${owner}/${name}`);
  return found;
}

async function repositoryAnswer(
  [kind, ...rest]: string[],
  { query, base }: ApiRequest,
  record: RepositoryRecord,
  repository: Repository,
): Promise<GitAnswer> {
  const api = `${base}/api/v1/repos/${record.owner}/${record.name}`;
  if (kind === 'contents') {
    const ref = query.get('ref') || (await repository.defaultBranch());
    const sha = await resolved(repository, ref);
    const path = rest.join('/').replace(/\/+$/, '');
    const found = await repository.at(sha, path);
    if (!found) throw notFound(`${path} at ${ref}`);
    const body = (entry: Entry) => contentBody(entry, { api, base, record, ref, sha });
    if (Array.isArray(found)) return { status: 200, body: found.map(body) };
    const content = (await repository.blob(found.sha)).toString('base64');
    return { status: 200, body: { ...body(found), encoding: 'base64', content } };
  }
  if (kind === 'archive') {
    const file = /^(.+)\.tar\.gz$/.exec(rest.join('/'));
    if (!file) throw new GiteaError(400, `Unknown archive type: ${rest.join('/')}`);
    const sha = await resolved(repository, file[1]);
    return {
      status: 200,
      headers: { 'content-type': 'application/gzip', etag: `"${sha}"` },
      body: await repository.archive(sha, record.name.toLowerCase()),
    };
  }
  if (kind === 'branches' && rest.length > 0) {
    const name = rest.join('/');
    if (!(await repository.branches()).includes(name)) throw notFound(`branch ${name}`);
    const commit = await repository.commit(await resolved(repository, name));
    return { status: 200, body: branchBody(name, commit) };
  }
  if (kind === 'commits' && rest.length === 0) {
    const sha = await resolved(repository, query.get('sha') || (await repository.defaultBranch()));
    const most = Math.min(Math.max(Number(query.get('limit')) || 50, 1), 50);
    const not = query.get('not');
    if (not?.startsWith('-')) throw new GiteaError(500, `not a revision: ${not}`);
    const commits = await repository.commits(sha, not ?? undefined, most);
    return { status: 200, body: commits.map(one => commitBody(one, api, base, record)) };
  }
  if (kind === 'git' && rest[0] === 'commits') {
    const sha = await resolved(repository, rest.slice(1).join('/'));
    return { status: 200, body: commitBody(await repository.commit(sha), api, base, record) };
  }
  throw notFound(kind);
}

async function resolved(repository: Repository, ref: string): Promise<string> {
  const sha = await repository.resolve(ref);
  if (!sha) throw notFound(`object does not exist [id: ${ref}]`);
  return sha;
}

const organisationBody = () => ({
  id: 1,
  name: organisation,
  username: organisation,
  full_name: organisation,
  description: '',
  website: '',
  location: '',
  visibility: 'public',
});

function repositoryBody(record: RepositoryRecord, branch: string, empty: boolean, base: string) {
  const page = `${base}/${record.owner}/${record.name}`;
  return {
    id: record.id,
    owner: organisationBody(),
    name: record.name,
    full_name: `${record.owner}/${record.name}`,
    description: record.description,
    empty,
    private: record.private,
    fork: false,
    archived: record.archived === true,
    url: `${base}/api/v1/repos/${record.owner}/${record.name}`,
    html_url: page,
    clone_url: `${page}.git`,
    default_branch: branch,
    created_at: record.createdAt,
  };
}

function contentBody(
  entry: Entry,
  at: { api: string; base: string; record: RepositoryRecord; ref: string; sha: string },
) {
  const page = `${at.base}/${at.record.owner}/${at.record.name}`;
  return {
    name: entry.name,
    path: entry.path,
    sha: entry.sha,
    last_commit_sha: at.sha,
    type: entry.type,
    size: entry.size,
    url: `${at.api}/contents/${entry.path}?ref=${at.ref}`,
    html_url: `${page}/src/commit/${at.sha}/${entry.path}`,
    download_url: entry.type === 'file' ? `${page}/raw/commit/${at.sha}/${entry.path}` : null,
  };
}

const branchBody = (name: string, { sha, message, author, committer }: Commit) => ({
  name,
  commit: { id: sha, message, author, committer, timestamp: committer.date },
  protected: false,
});

function commitBody(commit: Commit, api: string, base: string, record: RepositoryRecord) {
  const url = `${api}/git/commits/${commit.sha}`;
  return {
    url,
    sha: commit.sha,
    created: commit.committer.date,
    html_url: `${base}/${record.owner}/${record.name}/commit/${commit.sha}`,
    commit: {
      url,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { url: `${api}/git/trees/${commit.tree}`, sha: commit.tree },
    },
    parents: commit.parents.map(sha => ({ url: `${api}/git/commits/${sha}`, sha })),
  };
}
