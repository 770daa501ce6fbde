import https from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ClusterAccess } from './surroundings.ts';

/** Resources that the controllers work with, and the API each belongs to. */
const apis = {
  configmaps: '/api/v1',
  events: '/api/v1',
  namespaces: '/api/v1',
  nodes: '/api/v1',
  pods: '/api/v1',
  secrets: '/api/v1',
  serviceaccounts: '/api/v1',
  services: '/api/v1',
  deployments: '/apis/apps/v1',
  replicasets: '/apis/apps/v1',
  endpointslices: '/apis/discovery.k8s.io/v1',
  networkpolicies: '/apis/networking.k8s.io/v1',
  poddisruptionbudgets: '/apis/policy/v1',
  horizontalpodautoscalers: '/apis/autoscaling/v2',
  instrumentations: '/apis/opentelemetry.io/v1alpha1',
  opentelemetrycollectors: '/apis/opentelemetry.io/v1beta1',
} as const;

export type Plural = keyof typeof apis;

/** Which object; cluster-wide kinds have no namespace. */
export interface ObjectName {
  namespace?: string;
  name: string;
}

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: KubernetesObject;
}

/** The cluster's API refused; `message` is its own sentence. */
export class ClusterError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

const answerWithin = 30_000;
/** A watch is begun anew after so many seconds, so that one that hangs does not hang for ever. */
const watchSeconds = 240;

/** An ordinary client of a cluster's API. */
export class ClusterClient {
  readonly #access: ClusterAccess;
  readonly #agent: https.Agent;

  constructor(access: ClusterAccess) {
    this.#access = access;
    this.#agent = new https.Agent({ ca: access.ca, keepAlive: true });
  }

  /** The object, or undefined when there is none (or the cluster does not know its kind). */
  async get(plural: Plural, name: ObjectName): Promise<KubernetesObject | undefined> {
    try {
      return await this.#call('GET', path(plural, name));
    } catch (error) {
      if (error instanceof ClusterError && error.status === 404) return undefined;
      throw error;
    }
  }

  async list(
    plural: Plural,
    namespace?: string,
  ): Promise<{ items: KubernetesObject[]; resourceVersion: string }> {
    const { items, metadata } = await this.#call<{
      items?: KubernetesObject[];
      metadata: { resourceVersion: string };
    }>('GET', path(plural, { namespace, name: '' }));
    return { items: items ?? [], resourceVersion: metadata.resourceVersion };
  }

  create(plural: Plural, object: object, namespace?: string): Promise<KubernetesObject> {
    return this.#call('POST', path(plural, { namespace, name: '' }), object);
  }

  /** Server-side apply that takes over fields of other managers. */
  apply(plural: Plural, object: KubernetesObject, manager: string): Promise<KubernetesObject> {
    const query = `?fieldManager=${manager}&force=true`;
    return this.#call('PATCH', path(plural, object.metadata) + query, object, 'apply-patch+yaml');
  }

  /** JSON merge patch of an object, or of a part such as `status`. */
  merge(
    plural: Plural,
    name: ObjectName,
    patch: object,
    part?: 'status',
  ): Promise<KubernetesObject> {
    const where = path(plural, name) + (part ? `/${part}` : '');
    return this.#call('PATCH', where, patch, 'merge-patch+json');
  }

  /** Says which node a pod runs on, as a scheduler does. */
  async bind(pod: ObjectName, node: string): Promise<void> {
    await this.#call('POST', `${path('pods', pod)}/binding`, {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { name: pod.name, namespace: pod.namespace },
      target: { apiVersion: 'v1', kind: 'Node', name: node },
    });
  }

  /** Deletes the object; that it is gone already, or is another of the same name, is no error. */
  async delete(
    plural: Plural,
    { namespace, name, uid }: ObjectName & { uid?: string },
    gracePeriodSeconds?: number,
  ): Promise<void> {
    try {
      await this.#call('DELETE', path(plural, { namespace, name }), {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
        ...(uid && { preconditions: { uid } }),
      });
    } catch (error) {
      if (!(error instanceof ClusterError) || ![404, 409].includes(error.status)) throw error;
    }
  }

  /** Hears of every change since `resourceVersion`; resolves when the stream ends, as streams do. */
  async watch(
    plural: Plural,
    resourceVersion: string,
    hear: (event: WatchEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const query = `?watch=1&allowWatchBookmarks=true&timeoutSeconds=${watchSeconds}&resourceVersion=${resourceVersion}`;
    const answer = await this.#send('GET', path(plural, { name: '' }) + query, { signal });
    if (answer.statusCode !== 200) throw refusal(answer.statusCode ?? 0, await textOf(answer));
    let rest = '';
    for await (const part of answer.setEncoding('utf8')) {
      const lines = (rest + part).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim()) hear(JSON.parse(line));
    }
  }

  /** Ends what is kept open for later calls. */
  close(): void {
    this.#agent.destroy();
  }

  async #call<T = KubernetesObject>(
    method: string,
    where: string,
    body?: object,
    form = 'json',
  ): Promise<T> {
    const signal = AbortSignal.timeout(answerWithin);
    const answer = await this.#send(method, where, { body, form, signal });
    const text = await textOf(answer);
    if ((answer.statusCode ?? 0) >= 300) throw refusal(answer.statusCode ?? 0, text);
    return JSON.parse(text);
  }

  #send(
    method: string,
    where: string,
    { body, form = 'json', signal }: { body?: object; form?: string; signal: AbortSignal },
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const text = body && JSON.stringify(body);
      const request = https.request(
        this.#access.url + where,
        {
          method,
          agent: this.#agent,
          signal,
          headers: {
            authorization: `Bearer ${this.#access.token}`,
            accept: 'application/json',
            ...(text && {
              'content-type': `application/${form}`,
              'content-length': Buffer.byteLength(text),
            }),
          },
        },
        resolve,
      );
      request.on('error', reject);
      request.end(text);
    });
  }
}

function path(plural: Plural, { namespace, name }: ObjectName): string {
  const scope = namespace ? `/namespaces/${namespace}` : '';
  return `${apis[plural]}${scope}/${plural}${name ? `/${name}` : ''}`;
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of answer.setEncoding('utf8')) text += part;
  return text;
}

function refusal(status: number, text: string): ClusterError {
  try {
    const { reason, message } = JSON.parse(text);
    return new ClusterError(status, reason ?? 'Unknown', message ?? text);
  } catch {
    return new ClusterError(status, 'Unknown', `the cluster answered ${status}`);
  }
}
