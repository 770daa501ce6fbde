import { notFound, type GitAnswer } from './answer.ts';
import { commitPage, comparePage, historyPage } from './commitPages.ts';
import { escaped, page } from './page.ts';
import type { RepositoryRecord } from './repositories.ts';
import type { Entry, Repository } from './repository.ts';

const largestShown = 512 * 1024;

/**
 * `/{owner}/{name}`, `…/src/branch/{branch}/{path}`, `…/src/commit/{sha}/{path}`, `…/commits/branch/{branch}`, `…/commit/{sha}`,
 * `…/compare/{from}...{to}` and `…/_edit/{branch}/{path}` for a person, `…/raw/…` for the file itself; by the names that Gitea has for them.
 * @throws GiteaError 404
 */
export async function repositoryPage(
  path: string[],
  record: RepositoryRecord,
  repository: Repository,
): Promise<GitAnswer> {
  const home = `/${record.owner}/${record.name}`;
  const title = `${record.owner}/${record.name}`;
  const [kind, sort, ...rest] = path.filter(Boolean);
  if (!kind) {
    const branch = await repository.defaultBranch();
    if (await repository.resolve(branch))
      return { status: 302, headers: { location: `${home}/src/branch/${branch}` } };
    return page(title, '<p>This repository is empty.</p>');
  }
  // There is no editor here: a file is changed in a clone.
  if (kind === '_edit' && sort)
    return {
      status: 302,
      headers: { location: encodeURI([`${home}/src/branch`, sort, ...rest].join('/')) },
    };
  const up = `<nav aria-label="Repository"><a href="${escaped(home)}">Files</a></nav>`;
  if (kind === 'commit' && sort) {
    const { sha } = await splitRef([sort], repository);
    return page(title, up + (await commitPage(home, sha, repository)));
  }
  if (kind === 'compare' && sort)
    return page(title, up + (await comparePage(home, [sort, ...rest].join('/'), repository)));
  if (!['src', 'raw', 'commits'].includes(kind) || !['branch', 'commit', 'tag'].includes(sort))
    throw notFound(path.join('/'));
  const { ref, sha, inside } = await splitRef(rest, repository);
  if (kind === 'commits') {
    if (inside) throw notFound(path.join('/'));
    return page(title, up + (await historyPage(home, sha, repository)));
  }
  const found = await repository.at(sha, inside);
  if (!found) throw notFound(`${inside} at ${ref}`);
  if (kind === 'raw') {
    if (Array.isArray(found)) throw notFound(`${inside} is a folder`);
    // Never as HTML: what somebody committed must not run as a page of this host.
    return {
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
      body: await repository.blob(found.sha),
    };
  }
  const at = `${home}/src/${sort}/${ref}`;
  const trail = [
    `<a href="${escaped(at)}">${escaped(record.name)}</a>`,
    ...inside
      .split('/')
      .filter(Boolean)
      .map(
        (part, index, parts) =>
          `<a href="${escaped(`${at}/${parts.slice(0, index + 1).join('/')}`)}">${escaped(part)}</a>`,
      ),
  ].join(' / ');
  const commit = await repository.commit(sha);
  const link = (path: string, text: string) =>
    `<a href="${escaped(`${home}/${path}`)}">${escaped(text)}</a>`;
  const about = `<p>${trail}</p><p>${link(`commit/${sha}`, commit.message.split('\n')[0])} · <code>${sha.slice(0, 10)}</code> · ${escaped(commit.author.name)}</p><nav aria-label="Repository">${link(`commits/${sort}/${ref}`, 'Commits')}</nav>`;
  const content = Array.isArray(found)
    ? listed(found, at) + (await readme(found, repository))
    : await shown(found, repository);
  return page(title, about + content);
}

/** A branch's name may hold slashes: the shortest head of the path that names something is the ref. */
async function splitRef(parts: string[], repository: Repository) {
  for (let length = 1; length <= parts.length; length++) {
    const ref = parts.slice(0, length).join('/');
    const sha = await repository.resolve(ref);
    if (sha) return { ref, sha, inside: parts.slice(length).join('/') };
  }
  throw notFound(parts.join('/'));
}

function listed(entries: Entry[], at: string): string {
  const order = [...entries].sort(
    (a, b) => Number(b.type === 'dir') - Number(a.type === 'dir') || a.name.localeCompare(b.name),
  );
  const rows = order.map(
    ({ name, path, type, size }) =>
      `<tr><td>${type === 'dir' ? '📁' : '📄'} <a href="${escaped(`${at}/${path}`)}">${escaped(name)}</a></td><td>${type === 'dir' ? '' : `${size} B`}</td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

/** What a folder says of itself, as it is written. */
async function readme(entries: Entry[], repository: Repository): Promise<string> {
  const found = entries.find(
    ({ name, type }) => type === 'file' && /^readme(\.md|\.txt)?$/i.test(name),
  );
  if (!found) return '';
  return `<h2>${escaped(found.name)}</h2>${await shown(found, repository, 'readme')}`;
}

async function shown(entry: Entry, repository: Repository, kind = 'file'): Promise<string> {
  if (entry.size > largestShown) return `<p>${entry.size} bytes: too large to show.</p>`;
  const content = await repository.blob(entry.sha);
  if (content.includes(0)) return `<p>${entry.size} bytes that are not text.</p>`;
  return `<pre class="${kind}" tabindex="0">${escaped(content.toString('utf8'))}</pre>`;
}
