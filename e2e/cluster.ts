import { readFileSync } from 'node:fs';
import https from 'node:https';

/** A client of the sandbox cluster's API, with the administrator's token. */
export function clusterApi(facts: { kubernetes: string; kubernetesToken: string; caFile: string }) {
  const agent = new https.Agent({ ca: readFileSync(facts.caFile), keepAlive: true });
  return <T>(path: string, init: { method?: string; body?: unknown; type?: string } = {}) =>
    new Promise<{ status: number; body: T }>((resolve, reject) => {
      const request = https.request(
        `${facts.kubernetes}${path}`,
        {
          agent,
          method: init.method ?? 'GET',
          headers: {
            authorization: `Bearer ${facts.kubernetesToken}`,
            'content-type': init.type ?? 'application/json',
          },
        },
        answer => {
          let text = '';
          answer.on('data', part => (text += part));
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) as T }),
          );
        },
      );
      request.on('error', reject).end(init.body && JSON.stringify(init.body));
    });
}

/** The Deployment of an application, which lies in a namespace of the same name, as somebody with `kubectl` works on it. */
export function agentIn(facts: Parameters<typeof clusterApi>[0], app: string) {
  const cluster = clusterApi(facts);
  return {
    scale: (replicas: number) =>
      cluster(`/apis/apps/v1/namespaces/${app}/deployments/${app}`, {
        method: 'PATCH',
        type: 'application/merge-patch+json',
        body: { spec: { replicas } },
      }),
    /** How many pods there are. */
    pods: async () =>
      (await cluster<{ items: unknown[] }>(`/api/v1/namespaces/${app}/pods`)).body.items.length,
  };
}
