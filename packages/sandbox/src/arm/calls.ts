import type { IncomingMessage, ServerResponse } from 'node:http';

/** One call of Resource Manager, without its body and token. */
export interface Call {
  /** When it came, ISO 8601. */
  at: string;
  method: string;
  /** Without the query. */
  path: string;
  /** Left out while it runs, and where the connection ended without an answer. */
  status?: number;
  /** From the first byte to the answer's last, or the connection's end. */
  ms?: number;
  /** Object id of who asks, as the token says it. */
  principal?: string;
}

const kept = 20_000;

/** Who called what, newest last; the newest 20,000 of this process. */
export class Calls {
  #calls: Call[] = [];

  /** @param since milliseconds since 1970 */
  list(since = 0): Call[] {
    return this.#calls.filter(({ at }) => Date.parse(at) >= since);
  }

  clear(): void {
    this.#calls = [];
  }

  /** Notes a call; its status once it has one. Calls of Entra and the metadata endpoint are none. */
  note(request: IncomingMessage, response: ServerResponse): void {
    const [path] = (request.url ?? '').split('?');
    if (!/^\/(subscriptions|providers|tenants)(\/|$)/i.test(path)) return;
    const began = Date.now();
    const call: Call = {
      at: new Date(began).toISOString(),
      method: request.method ?? 'GET',
      path,
      principal: principalOf(request.headers.authorization),
    };
    this.#calls.push(call);
    // Cut in pieces: one by one, each call would move all others.
    if (this.#calls.length > kept * 1.1) this.#calls = this.#calls.slice(-kept);
    response.once('close', () => {
      if (response.writableFinished) call.status = response.statusCode;
      call.ms = Date.now() - began;
    });
  }
}

function principalOf(authorization = ''): string | undefined {
  const [, payload] = /^Bearer [^.]+\.([^.]+)\./i.exec(authorization) ?? [];
  if (!payload) return undefined;
  try {
    return String(JSON.parse(Buffer.from(payload, 'base64url').toString()).oid);
  } catch {
    return undefined;
  }
}
