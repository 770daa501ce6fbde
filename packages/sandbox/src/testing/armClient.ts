import https from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { platform, secretOf } from '../entra/principals.ts';
import type { startArmForTest } from './arm.ts';

export interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  // Any type's answer: tests look into it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** A bare client of Resource Manager: no retry, no wait; `stop` ends its connections. */
export async function bareClient(room: Awaited<ReturnType<typeof startArmForTest>>, as = platform) {
  const agent = new https.Agent({ ca: room.ca, keepAlive: true });
  const exchange = (
    method: string,
    url: string,
    { body = '', headers = {}, signal }: { body?: string; headers?: object; signal?: AbortSignal },
  ) =>
    new Promise<Received>((resolve, reject) => {
      const options = { method, agent, headers: { ...headers }, signal };
      https
        .request(url, options, answer => {
          let text = '';
          answer.on('data', part => (text += part));
          answer.on('error', reject);
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: text ? JSON.parse(text) : undefined,
            }),
          );
        })
        .on('error', reject)
        .end(body);
    });
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: as.clientId,
    client_secret: secretOf(as, room.surroundings.store),
    scope: 'https://management.azure.com/.default',
  });
  const signedIn = await exchange('POST', `${room.url}/${room.tenantId}/oauth2/v2.0/token`, {
    body: String(form),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const headers = {
    authorization: `Bearer ${signedIn.body.access_token}`,
    'content-type': 'application/json',
  };
  return {
    /** A path takes an api-version; a whole URL (of an operation) is asked as it is. */
    send: (method: string, at: string, body?: object, signal?: AbortSignal) =>
      exchange(method, at.startsWith('https:') ? at : `${room.url}${at}?api-version=2025-06-01`, {
        body: body && JSON.stringify(body),
        headers,
        signal,
      }),
    stop: () => agent.destroy(),
  };
}
