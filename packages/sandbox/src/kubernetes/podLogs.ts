import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Call } from './call.ts';
import type { KubernetesObject } from './object.ts';
import { badRequest } from './status.ts';

interface LogOptions {
  container: string;
  /** Only this many of the last lines. */
  tailLines?: number;
  /** Goes on with what is written, until the container ends or the reader goes. */
  follow: boolean;
  /** Of the container before its last restart. */
  previous: boolean;
}

/** A container's output; undefined when there is none. `signal` aborts when the reader goes. */
export type Logs = (
  pod: KubernetesObject,
  options: LogOptions,
  signal: AbortSignal,
) => Readable | string | undefined | Promise<Readable | string | undefined>;

/** `…/pods/<name>/log` @throws StatusError 400 */
export async function sendLogs(call: Call, pod: KubernetesObject, logs: Logs): Promise<void> {
  const { query, response } = call;
  const { name } = pod.metadata;
  const names = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].map(
    (container: { name: string }) => container.name,
  );
  const asked = query.get('container') || undefined;
  const first: string | undefined = pod.spec?.containers?.[0]?.name;
  if (!asked && pod.spec?.containers?.length !== 1) {
    throw badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`,
    );
  }
  const container = asked ?? String(first);
  if (!names.includes(container))
    throw badRequest(`container ${container} is not valid for pod ${name}`);
  const tail = query.get('tailLines');
  const ended = new AbortController();
  response.on('close', () => ended.abort());
  const options = {
    container,
    ...(tail && { tailLines: Number(tail) }),
    follow: query.get('follow') === 'true',
    previous: query.get('previous') === 'true',
  };
  const found = await logs(pod, options, ended.signal);
  if (found === undefined) {
    throw badRequest(
      options.previous
        ? `previous terminated container ${JSON.stringify(container)} in pod ${JSON.stringify(name)} not found`
        : `container ${JSON.stringify(container)} in pod ${JSON.stringify(name)} is waiting to start: ContainerCreating`,
    );
  }
  response.writeHead(200, { 'content-type': 'text/plain' });
  if (typeof found === 'string') {
    response.end(found);
    return;
  }
  response.flushHeaders();
  // a reader who goes away ends it, which is no failure
  await pipeline(found, response).catch(() => undefined);
}
