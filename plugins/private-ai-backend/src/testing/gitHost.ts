import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { create } from 'tar';

/**
 * A git host of the kind `gitea` over real HTTP: one repository `apps/weather` with one commit on its default branch.
 * @param side - commits that it has elsewhere, of the same files
 */
export async function startGitHost(
  commit: string,
  files: Record<string, string>,
  { side = [] }: { side?: readonly string[] } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-git-host-'));
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, 'weather', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const archive = join(folder, 'archive.tar.gz');
  await create({ gzip: true, file: archive, cwd: folder }, ['weather']);
  let serves: ((response: ServerResponse) => void) | undefined;
  const api = '/api/v1/repos/apps/weather';
  let busy = 0;
  const server = createServer((request, response) => {
    if (busy > 0) {
      busy -= 1;
      return void response.writeHead(503).end();
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const [, asked = ''] =
      /\/(?:git\/commits|archive)\/([0-9a-f]{40})(?:\.tar\.gz)?$/.exec(pathname) ?? [];
    const isThere = (sha: string) => sha === commit || side.includes(sha);
    if (pathname === api) {
      response.end(JSON.stringify({ empty: false, default_branch: 'main' }));
    } else if (pathname === `${api}/branches/main`) {
      response.end(JSON.stringify({ name: 'main', commit: { id: commit } }));
    } else if (pathname === `${api}/commits` && isThere(searchParams.get('sha') ?? '')) {
      const sha = searchParams.get('sha');
      response.end(JSON.stringify(sha === searchParams.get('not') ? [] : [{ sha }]));
    } else if (pathname === `${api}/git/commits/${asked}` && isThere(asked)) {
      const written = { message: `Change ${asked[0]}.\n\nWhy.`, author: { name: 'Ana' } };
      response.end(JSON.stringify({ sha: asked, commit: written }));
    } else if (pathname === `${api}/archive/${asked}.tar.gz` && isThere(asked)) {
      if (serves) serves(response);
      else response.end(readFileSync(archive));
    } else {
      response.statusCode = 404;
      response.end('{}');
    }
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const config = new ConfigReader({
    integrations: { gitea: [{ host, baseUrl: `http://${host}`, username: 'u', password: 'p' }] },
  });
  const logger = mockServices.logger.mock();
  return {
    source: { repoUrl: `${host}?owner=apps&repo=weather`, commit },
    reader: UrlReaders.default({ logger, config }),
    integrations: ScmIntegrations.fromConfig(config),
    /** Answers so many requests with 503. */
    away: (times: number) => void (busy = times),
    /** What its archive is from now on: anything that a host may send. */
    serve: (archiveOf: NonNullable<typeof serves>) => void (serves = archiveOf),
    async stop() {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
