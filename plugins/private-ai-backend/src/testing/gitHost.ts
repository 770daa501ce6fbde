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

/** A git host of the kind `gitea` over real HTTP: one repository `apps/weather` with one commit. */
export async function startGitHost(commit: string, files: Record<string, string>) {
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
  const server = createServer((request, response) => {
    if (request.url === api) {
      response.end(JSON.stringify({ empty: false, default_branch: 'main' }));
    } else if (/\/git\/commits\/(main|[0-9a-f]{40})$/.test(request.url ?? '')) {
      const asked = request.url?.split('/').at(-1);
      if (asked !== 'main' && asked !== commit) response.statusCode = 404;
      response.end(JSON.stringify({ sha: commit }));
    } else if (request.url === `${api}/archive/${commit}.tar.gz`) {
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
    /** What its archive is from now on: anything that a host may send. */
    serve: (archiveOf: (response: ServerResponse) => void) => void (serves = archiveOf),
    async stop() {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
