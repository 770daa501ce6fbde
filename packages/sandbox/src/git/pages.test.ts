import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Store } from '../state/store.ts';
import { askedAs } from '../testing/askedAs.ts';
import { CertificateAuthority } from '../tls/authority.ts';
import { startGit, type GitRoom } from './git.ts';

const folder = mkdtempSync(join(tmpdir(), 'private-ai-git-pages-'));
let room: GitRoom;

before(async () => {
  const store = new Store(':memory:');
  const authority = await CertificateAuthority.open(store);
  const log = (line: string) => console.error(line);
  room = await startGit({ store, authority, folder, log }, { port: 0, plainPort: 0 });
});
after(async () => {
  await room.stop();
  rmSync(folder, { recursive: true });
});

/** The person's git, which knows nothing of the sandbox's authority. */
async function git(args: string[]): Promise<string> {
  const who = { NAME: 'Dev', EMAIL: 'dev@example.com' };
  const env = {
    ...{ PATH: process.env.PATH, HOME: folder, GIT_TERMINAL_PROMPT: '0' },
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap(role =>
        Object.entries(who).map(([key, value]) => [`GIT_${role}_${key}`, value]),
      ),
    ),
  };
  return (await promisify(execFile)('git', args, { env, cwd: folder })).stdout;
}

test('its pages open in a browser that does not know the authority: files, history, a commit, a comparison', async () => {
  const { user, password, url } = room;
  const made = await fetch(`${url}/api/v1/orgs/apps/repos`, {
    method: 'POST',
    headers: { authorization: `token ${password}` },
    body: JSON.stringify({ name: 'pages', private: false }),
  });
  assert.equal(made.status, 201);
  const inside = (...args: string[]) => git(['-C', 'pages', ...args]);
  // Pushed over the address that the links have.
  await git([
    'clone',
    '--quiet',
    url.replace('//', `//${user}:${password}@`) + '/apps/pages.git',
    'pages',
  ]);
  const commit = async (message: string, files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(folder, 'pages', name), text);
    await inside('add', '.');
    await inside('commit', '--quiet', '-m', message);
    return (await inside('rev-parse', 'HEAD')).trim();
  };
  await inside('checkout', '--quiet', '-b', 'main');
  const first = await commit('First\n\nWith a <b>reason</b>.', {
    'README.md': '# Pages\n\n<script>alert(1)</script>\n',
    'a.txt': 'one\n',
  });
  const second = await commit('<i>Second</i>', { 'a.txt': 'two\n' });
  await inside('checkout', '--quiet', '--orphan', 'apart');
  const apart = await commit('Apart', { 'b.txt': 'b\n' });
  await inside('push', '--quiet', 'origin', 'main', 'apart');

  const open = async (path: string) => {
    const answer = await fetch(`${url}/apps/pages${path}`, { headers: { accept: 'text/html' } });
    const text = await answer.text();
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/, path);
    assert.doesNotMatch(
      text,
      /<script>|<i>Second|<b>reason/,
      'what is committed is shown, and no markup',
    );
    return { status: answer.status, text };
  };
  const files = (await open('')).text;
  assert.match(files, /<pre class="readme"[^>]*># Pages/);
  const follow = async (page: string, name: RegExp) => {
    const [, href] = [...page.matchAll(/<a href="([^"]+)">([^<]*)<\/a>/g)].find(one =>
      name.test(one[2]),
    ) ?? ['', ''];
    assert.ok(href.startsWith('/apps/pages/'), String(name));
    return (await open(href.replace('/apps/pages', ''))).text;
  };
  const history = await follow(files, /^Commits$/);
  assert.ok(history.indexOf('Second') < history.indexOf('First'), 'newest first');
  const change = await follow(history, /Second/);
  assert.match(change, /<del>-one<\/del><ins>\+two<\/ins>/);
  const root = await follow(change, new RegExp(first.slice(0, 10)));
  assert.match(root, /With a &#60;b&#62;reason/);
  assert.match(root, /<ins>\+one<\/ins>/);

  const comparison = (await open(`/compare/${first}...main`)).text;
  assert.match(comparison, /Second/);
  assert.doesNotMatch(comparison, />First</);
  assert.match(comparison, /<ins>\+two<\/ins>/);
  for (const [from, to] of [
    [first, 'none'],
    [first, apart],
    ['--output=x', second],
  ])
    assert.equal((await open(`/compare/${from}...${to}`)).status, 404, `${from} ${to}`);
  assert.equal((await open(`/compare/${second}...${first}`)).status, 200);
  assert.equal((await open(`/commit/${'0'.repeat(40)}`)).status, 404);

  assert.match((await open('/_edit/main/a.txt')).text, />two\n</);

  assert.equal((await askedAs('evil.example', url, '/apps/pages')).status, 421);
  await assert.rejects(fetch(room.tlsUrl), 'its TLS is what it was');
});

test('a patch is cut where it is too large to show', async () => {
  writeFileSync(join(folder, 'pages', 'long.txt'), 'a line of some length\n'.repeat(60_000));
  await git(['-C', 'pages', 'add', '.']);
  await git(['-C', 'pages', 'commit', '--quiet', '-m', 'Long']);
  await git(['-C', 'pages', 'push', '--quiet', 'origin', 'apart']);
  const sha = (await git(['-C', 'pages', 'rev-parse', 'HEAD'])).trim();
  const text = await (await fetch(`${room.url}/apps/pages/commit/${sha}`)).text();
  assert.match(text, /too large to show/);
  assert.ok(text.length < 1024 * 1024);
});
