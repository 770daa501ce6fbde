import { notFound } from './answer.ts';
import { escaped } from './page.ts';
import { GitFailed } from './process.ts';
import type { Commit, Repository } from './repository.ts';

/** Bytes of a patch; what comes after is not shown. */
const largestPatch = 512 * 1024;
const mostCommits = 50;

const subject = (message: string) => message.split('\n')[0];
const day = (date: string) =>
  `<time datetime="${escaped(date)}">${escaped(date.replace('T', ' '))}</time>`;

/** One commit in a list. */
const line = (home: string, { sha, message, author }: Commit) =>
  `<tr><td><a href="${escaped(`${home}/commit/${sha}`)}">${escaped(subject(message))}</a></td><td class="when"><code>${sha.slice(0, 10)}</code> · ${escaped(author.name)} · ${day(author.date)}</td></tr>`;

const listed = (home: string, commits: Commit[]) =>
  commits.length
    ? `<table>${commits.map(one => line(home, one)).join('')}</table>${commits.length === mostCommits ? `<p>The newest ${mostCommits}.</p>` : ''}`
    : '<p>No commit.</p>';

/** `…/commits/branch/{branch}`: its history. */
export const historyPage = async (home: string, sha: string, repository: Repository) =>
  listed(home, await repository.commits(sha, undefined, mostCommits));

/** `…/commit/{sha}`: who, when, why, and what it changes. */
export async function commitPage(
  home: string,
  sha: string,
  repository: Repository,
): Promise<string> {
  const { message, author, parents } = await repository.commit(sha);
  const before = parents.map(
    one => `<a href="${escaped(`${home}/commit/${one}`)}">${one.slice(0, 10)}</a>`,
  );
  return `<p>${escaped(author.name)} · ${day(author.date)} · <code>${sha}</code></p>
<pre class="said">${escaped(message)}</pre>
<nav aria-label="Commit"><a href="${escaped(`${home}/src/commit/${sha}`)}">All files at this commit</a> ${before.length ? `After ${before.join(', ')}` : 'The first one'}</nav>
${coloured(await repository.patch(sha, undefined, largestPatch))}`;
}

/** `…/compare/{from}...{to}`: what the second has that the first has not. @throws GiteaError 404 */
export async function comparePage(
  home: string,
  asked: string,
  repository: Repository,
): Promise<string> {
  const [from, to, ...more] = asked.split('...');
  const ends = await Promise.all([from, to ?? ''].map(one => repository.resolve(one)));
  if (more.length || !ends[0] || !ends[1]) throw notFound(`compare/${asked}`);
  const patch = await repository.patch(ends[1], ends[0], largestPatch).catch((error: Error) => {
    if (error instanceof GitFailed) throw notFound(`what ${from} and ${to} have in common`);
    throw error;
  });
  const commits = await repository.commits(ends[1], ends[0], mostCommits);
  return `<p>What <code>${escaped(to)}</code> has that <code>${escaped(from)}</code> has not.</p>${listed(home, commits)}${coloured(patch)}`;
}

function coloured(patch: Buffer): string {
  if (!patch.length) return '<p>No file is changed.</p>';
  const cut = patch.length > largestPatch;
  const lines = patch.subarray(0, largestPatch).toString('utf8').trimEnd().split('\n');
  const shown = lines.map(one => {
    const text = escaped(one);
    if (/^(diff |\+\+\+ |--- )/.test(one)) return `<b>${text}</b>`;
    if (one.startsWith('+')) return `<ins>${text}</ins>`;
    if (one.startsWith('-')) return `<del>${text}</del>`;
    return `${text}\n`;
  });
  return `<pre>${shown.join('')}</pre>${cut ? '<p>The rest is too large to show.</p>' : ''}`;
}
