// Azure Resource Manager and the cluster, asked plainly: no retry, no time limit but the caller's.
import { readFileSync } from 'node:fs';
import https from 'node:https';

/** `call(method, path, {apiVersion, body, signal, headers})` resolves with `{status, headers, body}`, as who owns the subscription. */
export async function armAt(facts) {
  const ca = readFileSync(facts.caFile);
  const agent = new https.Agent({ ca, keepAlive: true, maxSockets: 64 });
  const send = (method, url, { body, headers, signal } = {}) =>
    new Promise((resolve, reject) => {
      const request = https.request(url, { method, agent, headers, signal }, response => {
        let text = '';
        response.setEncoding('utf8').on('data', part => (text += part));
        response.on('error', reject).on('end', () => {
          const answer = text && text !== 'null' ? JSON.parse(text) : undefined;
          resolve({ status: response.statusCode, headers: response.headers, body: answer });
        });
      });
      request.on('error', reject).end(body);
    });
  const { body } = await send(
    'POST',
    `${facts.resourceManager}/${facts.tenantId}/oauth2/v2.0/token`,
    {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: facts.platformClientId,
        client_secret: facts.platformClientSecret,
        scope: `${facts.resourceManager}/.default`,
      }).toString(),
    },
  );
  const authorization = `Bearer ${body.access_token}`;
  return {
    async call(method, path, { apiVersion, body: asked, signal, headers } = {}) {
      const url = path.startsWith('https:') ? path : `${facts.resourceManager}${path}`;
      const version = apiVersion ? `?api-version=${apiVersion}` : '';
      return send(method, url + version, {
        signal,
        headers: { authorization, 'content-type': 'application/json', ...headers },
        body: asked === undefined ? undefined : JSON.stringify(asked),
      });
    },
    /** Every object of a kind in the cluster, as its administrator; with an object, that is made. */
    async cluster(path, object) {
      const answer = await send(object ? 'POST' : 'GET', facts.kubernetes + path, {
        headers: {
          authorization: `Bearer ${facts.kubernetesToken}`,
          'content-type': 'application/json',
        },
        body: object && JSON.stringify(object),
      });
      if (answer.status >= 300)
        throw new Error(`The cluster answered ${answer.status} to ${path}.`);
      return answer.body.items;
    },
    token: body.access_token,
    close: () => agent.destroy(),
  };
}
