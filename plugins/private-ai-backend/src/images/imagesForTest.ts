import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A registry's own API over real HTTP: its two token endpoints, and tags that are pushed after so many looks.
 */
export async function startImages() {
  const digest = `sha256:${'e'.repeat(64)}`;
  /** By the looks that are still to come before it is there. */
  const tags = new Map<string, number>();
  const asked: Record<string, string>[] = [];
  let refused: number | undefined;
  let refusals = Infinity;
  /** Looks that the token is still good for. */
  let good = Infinity;
  let token = 0;

  const server = createServer(async (request, response) => {
    const { url = '', method, headers } = request;
    const answer = (status: number, body?: object, more = {}) =>
      response.writeHead(status, more).end(body && JSON.stringify(body));
    const elsewhere = { location: '/elsewhere' };
    if (refused && refusals-- > 0) return answer(refused, undefined, elsewhere);
    if (method === 'POST') {
      let text = '';
      for await (const part of request) text += part;
      asked.push(Object.fromEntries(new URLSearchParams(text)));
      if (url === '/oauth2/exchange') return answer(200, { refresh_token: 'refresh' });
      token += 1;
      if (token > 1) good = Infinity;
      return answer(200, { access_token: `access ${token}` });
    }
    if (headers.authorization !== `Bearer access ${token}` || good-- <= 0) return answer(401);
    const [, repository, tag] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url) ?? [];
    const accepts = headers.accept?.includes('application/vnd.oci.image.manifest.v1+json');
    const name = `${repository}:${tag}`;
    const left = tags.get(name) ?? Infinity;
    tags.set(name, left - 1);
    if (method !== 'HEAD' || !accepts || left > 0) return answer(404);
    return answer(200, undefined, { 'docker-content-digest': digest });
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    digest,
    asked,
    push: (name: string, afterLooks: number) => void tags.set(name, afterLooks),
    refuse(status: number, times = Infinity) {
      refused = status;
      refusals = times;
    },
    forgetAfter: (looks: number) => void (good = looks),
    stop: () => new Promise(done => server.close(done)),
  };
}
