import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import http from 'node:http';
import https from 'node:https';
import type { Listener } from '../faults/faults.ts';
import { listen } from '../listen.ts';
import type { Room, Surroundings } from '../room.ts';
import { GiteaError, type GitAnswer } from './answer.ts';
import { apiAnswer, visible } from './api.ts';
import { homePage, page } from './page.ts';
import { git } from './process.ts';
import { Repositories } from './repositories.ts';
import { repositoryPage } from './repositoryPage.ts';
import { advertise, exchange, type Service } from './smartHttp.ts';

const user = 'portal';
const largestBody = 1024 * 1024;

export interface GitRoom extends Room {
  /** The same over TLS, with the sandbox's authority. */
  tlsUrl: string;
  user: string;
  password: string;
}

/**
 * Starts the git host: Gitea's API and pages over repositories that real git keeps. Over plain HTTP, since people follow links to
 * its pages, and no browser knows the sandbox's authority; and over TLS, as a company's host answers.
 */
export async function startGit(
  surroundings: Surroundings,
  {
    port,
    plainPort,
    wrap = one => one,
  }: { port: number; plainPort: number; wrap?: (listener: Listener) => Listener },
): Promise<GitRoom> {
  await git(['--version']);
  const password = keptPassword(surroundings);
  const repositories = new Repositories(surroundings.store, surroundings.folder);
  const listener = wrap((request, response) => void answer(request, response));
  const secure = await listen(
    https.createServer(await surroundings.authority.serverOptions(), listener),
    port,
  );
  const plain = await listen(http.createServer(listener), plainPort).catch(async error => {
    await secure.stop();
    throw error;
  });
  const tlsUrl = `https://localhost:${secure.port}`;
  const plainUrl = `http://localhost:${plain.port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const base = 'encrypted' in request.socket ? tlsUrl : plainUrl;
    try {
      const url = new URL(request.url ?? '/', base);
      const path = decodeURIComponent(url.pathname).split('/').slice(1);
      const signedIn = isSignedIn(request, password);
      const service = smartService(path, url);
      if (service) await smart(service, path, signedIn, request, response);
      else send(await answered(path, url, signedIn, request), response);
    } catch (error) {
      if (!(error instanceof GiteaError || error instanceof URIError))
        surroundings.log(`git: ${(error as Error).stack}`);
      if (response.headersSent) response.destroy();
      else send(refusal(error as Error, request), response);
    }
  }

  async function answered(path: string[], url: URL, signedIn: boolean, request: IncomingMessage) {
    const method = request.method ?? 'GET';
    if (path[0] === 'api' && path[1] === 'v1') {
      const body = parsed(await bodyOf(request));
      return apiAnswer(
        { method, path: path.slice(2), query: url.searchParams, body, signedIn, base: url.origin },
        repositories,
      );
    }
    const [owner, name, ...rest] = path;
    if (!name) {
      const open = repositories.list().filter(record => signedIn || !record.private);
      return homePage(open.filter(record => !owner || record.owner === owner));
    }
    const { record, repository } = visible(
      repositories,
      owner,
      name.replace(/\.git$/, ''),
      signedIn,
    );
    return repositoryPage(rest, record, repository);
  }

  async function smart(
    service: Service,
    [owner, name, ...rest]: string[],
    signedIn: boolean,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const writes = service === 'git-receive-pack';
    const { record, repository } = repositories.find(owner, name.replace(/\.git$/, ''));
    if ((writes || record.private) && !signedIn) {
      send(
        {
          status: 401,
          headers: { 'www-authenticate': 'Basic realm="Gitea"', 'content-type': 'text/plain' },
          body: 'Unauthorized\n',
        },
        response,
      );
      return;
    }
    if (writes && record.archived) {
      send(
        {
          status: 403,
          headers: { 'content-type': 'text/plain' },
          body: 'This repo is archived. You can view files and clone it, but cannot push or open issues or pull requests.\n',
        },
        response,
      );
      return;
    }
    if (rest[0] === 'info') return advertise(repository.folder, service, request, response);
    // The default branch is settled before git's last word reaches the client, who reads it next.
    await exchange(repository.folder, service, request, response, async () => {
      if (writes) await repository.settleDefaultBranch();
    });
  }

  return {
    url: plainUrl,
    tlsUrl,
    user,
    password,
    stop: async () => {
      await Promise.all([plain.stop(), secure.stop()]);
    },
  };
}

function keptPassword({ store }: Surroundings): string {
  const kept = store.collection<string>('secrets');
  const password = kept.get('git') ?? randomBytes(24).toString('base64url');
  kept.put('git', password);
  return password;
}

/** By Basic with user and password, or by Gitea's `token …`. The scheme's letter case does not matter. */
function isSignedIn(request: IncomingMessage, password: string): boolean {
  const [, scheme, value] = /^(\w+) +(.+)$/.exec(request.headers.authorization ?? '') ?? [];
  if (!value) return false;
  const basic = scheme.toLowerCase() === 'basic';
  const given = basic ? Buffer.from(value, 'base64').toString('utf8') : value;
  const expected = basic ? `${user}:${password}` : password;
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function smartService(path: string[], url: URL): Service | undefined {
  const [, , ...rest] = path;
  const asked =
    rest.join('/') === 'info/refs' ? url.searchParams.get('service') : rest.length === 1 && rest[0];
  return asked === 'git-upload-pack' || asked === 'git-receive-pack' ? asked : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > largestBody) throw new GiteaError(413, `A request may have ${largestBody} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    throw new GiteaError(422, 'The body is not JSON.');
  }
}

function refusal(error: Error, request: IncomingMessage): GitAnswer {
  const status = error instanceof GiteaError ? error.status : error instanceof URIError ? 400 : 500;
  const message = status === 500 ? 'The git host failed; its log has the cause.' : error.message;
  return request.headers.accept?.includes('text/html')
    ? page(message, '', status)
    : { status, body: { message } };
}

function send({ status, headers = {}, body = '' }: GitAnswer, response: ServerResponse): void {
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  const content = raw ? body : JSON.stringify(body);
  response
    .writeHead(status, {
      ...(!raw && { 'content-type': 'application/json; charset=utf-8' }),
      'content-length': Buffer.byteLength(content),
      ...headers,
    })
    .end(content);
}
