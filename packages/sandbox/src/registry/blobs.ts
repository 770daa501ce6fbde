import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inside } from '../files/tree.ts';
import type { Store } from '../state/store.ts';

const lifetimeMilliseconds = 60 * 60 * 1000;
const largestBlob = 200 * 1024 * 1024;

/** What a signed address allows. */
type Permission = 'cw' | 'r';

/** The storage behind a registry: sources that are uploaded, logs that are read, by signed addresses only. */
export class Blobs {
  readonly #folder: string;
  readonly #key: Buffer;

  constructor(store: Store, folder: string) {
    this.#folder = join(folder, 'blobs');
    const kept = store.collection<string>('secrets');
    const key = kept.get('registry-blobs') ?? randomBytes(32).toString('base64url');
    kept.put('registry-blobs', key);
    this.#key = Buffer.from(key, 'base64url');
  }

  /** The file that holds a blob. */
  file(path: string): string {
    return inside(this.#folder, path);
  }

  exists(path: string): boolean {
    return existsSync(this.file(path));
  }

  /** An address with a signature, in the form of Azure Storage's. */
  signed(base: string, path: string, permission: Permission): string {
    const expiry = new Date(Date.now() + lifetimeMilliseconds).toISOString();
    const query = new URLSearchParams({
      sv: '2021-08-06',
      sr: 'b',
      sp: permission,
      se: expiry,
      sig: this.#signature(path, permission, expiry),
    });
    return `${base}/blobs/${path}?${query}`;
  }

  /** Answers `PUT` and `GET` of a blob as Azure Storage does. @param complete whether the log will not grow any more */
  async answer(
    request: IncomingMessage,
    response: ServerResponse,
    complete: (path: string) => boolean,
  ): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://localhost');
    const path = decodeURIComponent(url.pathname).replace(/^\/blobs\//, '');
    const write = request.method === 'PUT';
    if (!this.#allowed(path, url.searchParams, write ? 'cw' : 'r'))
      return refuse(
        response,
        403,
        'AuthenticationFailed',
        'The signature does not fit or has expired.',
      );
    if (write) return this.#put(path, request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'UnsupportedHttpVerb', 'GET, HEAD and PUT are supported.');
    if (!this.exists(path))
      return refuse(response, 404, 'BlobNotFound', 'The blob does not exist.');
    return this.#get(path, request, response, complete(path));
  }

  async #put(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers['x-ms-blob-type'] !== 'BlockBlob')
      return refuse(response, 400, 'MissingRequiredHeader', 'x-ms-blob-type must be BlockBlob.');
    const part = `${this.file(path)}.part`;
    await mkdir(dirname(part), { recursive: true });
    let size = 0;
    try {
      await pipeline(
        request,
        async function* (chunks) {
          for await (const chunk of chunks) {
            size += chunk.length;
            if (size > largestBlob) throw new RangeError(`A source may have ${largestBlob} bytes.`);
            yield chunk;
          }
        },
        createWriteStream(part),
      );
    } catch (error) {
      await rm(part, { force: true });
      if (!(error instanceof RangeError)) throw error;
      return refuse(response, 413, 'RequestBodyTooLarge', error.message);
    }
    await rename(part, this.file(path));
    response.writeHead(201, { 'content-length': 0, 'x-ms-request-server-encrypted': 'true' }).end();
  }

  async #get(path: string, request: IncomingMessage, response: ServerResponse, complete: boolean) {
    const { size } = await stat(this.file(path));
    const range = /^bytes=(\d+)-(\d*)$/.exec(
      String(request.headers['x-ms-range'] ?? request.headers.range ?? ''),
    );
    const first = range ? Number(range[1]) : 0;
    const end = Math.min(size, range?.[2] ? Number(range[2]) + 1 : size);
    // How a reader of a build's log learns that it is whole (as `az acr build` does).
    const headers = {
      'content-type': 'text/plain; charset=utf-8',
      ...(complete && { 'x-ms-meta-complete': 'successful' }),
    };
    if (range && first >= size)
      return refuse(response, 416, 'InvalidRange', 'The range lies beyond the end.', headers);
    const handle = await open(this.file(path));
    try {
      const content = Buffer.alloc(end - first);
      await handle.read(content, 0, content.length, first);
      response.writeHead(range ? 206 : 200, {
        ...headers,
        'content-length': content.length,
        ...(range && { 'content-range': `bytes ${first}-${end - 1}/${size}` }),
      });
      response.end(request.method === 'HEAD' ? undefined : content);
    } finally {
      await handle.close();
    }
  }

  #allowed(path: string, query: URLSearchParams, permission: Permission): boolean {
    const expiry = query.get('se') ?? '';
    if (query.get('sp') !== permission || !(Date.parse(expiry) > Date.now())) return false;
    const [given, expected] = [
      query.get('sig') ?? '',
      this.#signature(path, permission, expiry),
    ].map(one => Buffer.from(one));
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #signature(path: string, permission: Permission, expiry: string): string {
    return createHmac('sha256', this.#key)
      .update([path, permission, expiry].join('\n'))
      .digest('base64');
  }
}

function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers = {},
) {
  response
    .writeHead(status, { ...headers, 'content-type': 'application/xml', 'x-ms-error-code': code })
    .end(
      `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    );
}
