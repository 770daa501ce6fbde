import https from 'node:https';
import { apiVersion, kinds } from '../kinds.ts';
import type { KubernetesObject } from '../object.ts';
import type { TokenOptions } from '../serviceAccountTokens.ts';
import type { Upstream } from './upstream.ts';

/** What the front itself asks of the cluster behind it. */
export class UpstreamClient {
  readonly #upstream: Upstream;

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
  }

  get<T>(path: string): Promise<T> {
    return this.#ask('GET', path);
  }

  /** Server-side apply; what was there under another manager's name is taken over. */
  async apply(object: KubernetesObject): Promise<void> {
    const kind = kinds.find(
      one => one.kind === object.kind && apiVersion(one) === object.apiVersion,
    );
    if (!kind) throw new Error(`The front lays down no ${object.kind}.`);
    const { name, namespace } = object.metadata;
    const base = kind.group ? `/apis/${apiVersion(kind)}` : `/api/${kind.version}`;
    const path = `${base}${namespace ? `/namespaces/${namespace}` : ''}/${kind.plural}/${name}`;
    await this.#ask('PATCH', `${path}?fieldManager=sandbox&force=true`, object);
  }

  async token(
    namespace: string,
    account: string,
    { audiences, expirationSeconds, podName, podUid }: TokenOptions,
  ): Promise<string> {
    const pod = { apiVersion: 'v1', kind: 'Pod', name: podName, uid: podUid };
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
    const { status } = await this.#ask<{ status: { token: string } }>('POST', path, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { audiences, expirationSeconds, ...(podName && { boundObjectRef: pod }) },
    });
    return status.token;
  }

  #ask<T>(method: string, path: string, body?: object): Promise<T> {
    const { server, agent, token } = this.#upstream;
    const type = method === 'PATCH' ? 'application/apply-patch+yaml' : 'application/json';
    return new Promise((resolve, reject) => {
      const request = https.request(
        server + path,
        {
          agent,
          method,
          headers: {
            'content-type': type,
            ...(token && { authorization: `Bearer ${token}` }),
          },
        },
        answer => {
          let text = '';
          answer.setEncoding('utf8').on('data', part => (text += part));
          answer.on('end', () => {
            if ((answer.statusCode ?? 500) < 300) resolve(JSON.parse(text) as T);
            else reject(new Error(`${method} ${server}${path}: ${answer.statusCode} ${text}`));
          });
        },
      );
      request.on('error', cause =>
        reject(new Error(`The cluster at ${server} did not answer: ${cause.message}`, { cause })),
      );
      request.end(body && JSON.stringify(body));
    });
  }
}
