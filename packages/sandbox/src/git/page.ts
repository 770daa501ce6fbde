import { notFound, type GitAnswer } from './answer.ts';
import type { RepositoryRecord } from './repositories.ts';
import type { Entry, Repository } from './repository.ts';

const largestShown = 512 * 1024;

/** The host's first page: its repositories. */
export function homePage(records: RepositoryRecord[]): GitAnswer {
  const rows = records.map(
    ({ owner, name, description }) =>
      `<li><a href="/${owner}/${name}">${escaped(`${owner}/${name}`)}</a> ${escaped(description)}</li>`,
  );
  return page('Repositories', `<ul>${rows.join('') || '<li>There is none yet.</li>'}</ul>`);
}

/**
 * `/{owner}/{name}`, `…/src/branch/{branch}/{path}`, `…/src/commit/{sha}/{path}` for a person, `…/raw/…` for the file itself.
 * @throws GiteaError 404
 */
export async function repositoryPage(
  path: string[],
  record: RepositoryRecord,
  repository: Repository,
): Promise<GitAnswer> {
  const home = `/${record.owner}/${record.name}`;
  const [kind, sort, ...rest] = path.filter(Boolean);
  if (!kind) {
    const branch = await repository.defaultBranch();
    if (await repository.resolve(branch))
      return { status: 302, headers: { location: `${home}/src/branch/${branch}` } };
    return page(`${record.owner}/${record.name}`, '<p>This repository is empty.</p>');
  }
  if ((kind !== 'src' && kind !== 'raw') || !['branch', 'commit', 'tag'].includes(sort))
    throw notFound(path.join('/'));
  const { ref, sha, inside } = await splitRef(rest, repository);
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
  const about = `<p>${trail}</p><p class="about">${escaped(commit.message.split('\n')[0])} · <code>${sha.slice(0, 10)}</code> · ${escaped(commit.author.name)}</p>`;
  return page(
    `${record.owner}/${record.name}`,
    about + (Array.isArray(found) ? listed(found, at) : await shown(found, repository)),
  );
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

async function shown(entry: Entry, repository: Repository): Promise<string> {
  if (entry.size > largestShown) return `<p>${entry.size} bytes: too large to show.</p>`;
  const content = await repository.blob(entry.sha);
  if (content.includes(0)) return `<p>${entry.size} bytes that are not text.</p>`;
  return `<pre>${escaped(content.toString('utf8'))}</pre>`;
}

export function page(title: string, body: string, status = 200): GitAnswer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{width:100%;border-collapse:collapse}td{border-top:1px solid #8884;padding:.3rem}td+td{text-align:right}pre{overflow:auto;border:1px solid #8884;padding:1rem}.about{opacity:.75}</style>
<h1>${escaped(title)}</h1>${body}</html>`,
  };
}

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
