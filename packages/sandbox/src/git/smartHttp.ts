import type { IncomingMessage, ServerResponse } from 'node:http';
import { createGunzip } from 'node:zlib';
import { spawnGit } from './process.ts';

/** The two services of git's "smart" HTTP protocol (git's gitprotocol-http). */
export type Service = 'git-upload-pack' | 'git-receive-pack';

/** Answers `GET /info/refs?service=…`: what branches the repository has, in git's own words. */
export function advertise(
  folder: string,
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, headers(`application/x-${service}-advertisement`));
  response.write(`${packetLine(`# service=${service}\n`)}0000`);
  return run([...command(service), '--advertise-refs', folder], request, response);
}

/**
 * Answers `POST /git-upload-pack` and `POST /git-receive-pack`: git talks through the request and its answer.
 * @param beforeEnd runs when git is done, before the client knows
 */
export function exchange(
  folder: string,
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
  beforeEnd: () => Promise<void>,
): Promise<void> {
  response.writeHead(200, headers(`application/x-${service}-result`));
  return run([...command(service), folder], request, response, { body: true, beforeEnd });
}

const command = (service: Service) => [service.replace('git-', ''), '--stateless-rpc'];

const headers = (type: string) => ({ 'content-type': type, 'cache-control': 'no-cache' });

const packetLine = (text: string) => (text.length + 4).toString(16).padStart(4, '0') + text;

function run(
  args: string[],
  request: IncomingMessage,
  response: ServerResponse,
  {
    body = false,
    beforeEnd = async () => undefined,
  }: { body?: boolean; beforeEnd?: () => Promise<void> } = {},
): Promise<void> {
  const protocol = String(request.headers['git-protocol'] ?? '');
  return new Promise((resolve, reject) => {
    const child = spawnGit(args, protocol ? { GIT_PROTOCOL: protocol } : {});
    let said = '';
    child.stderr.on('data', part => (said += part));
    // A client that hangs up in the middle leaves git writing to nobody: both ends then simply end.
    child.stdin.on('error', () => undefined);
    response.on('close', () => child.kill());
    if (body) {
      const input =
        request.headers['content-encoding'] === 'gzip'
          ? request.pipe(createGunzip()).on('error', () => child.kill())
          : request;
      input.pipe(child.stdin);
    } else {
      child.stdin.end();
    }
    child.stdout.pipe(response, { end: false });
    child.on('error', reject);
    child.on('close', code => {
      if (code) reject(new Error(`git ${args[0]} ended with ${code}: ${said.trim()}`));
      else beforeEnd().then(() => resolve(void response.end()), reject);
    });
  });
}
