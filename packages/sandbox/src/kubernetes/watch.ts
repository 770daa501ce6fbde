import type { ServerResponse } from 'node:http';
import { apiVersion, type Kind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import type { Change, Objects } from './objects.ts';
import type { Matches } from './selectors.ts';
import { StatusError } from './status.ts';

export interface WatchOptions {
  kind: Kind;
  namespace?: string;
  matches: Matches;
  query: URLSearchParams;
  /** How an object is shown: as itself, or as a table. */
  show(object: KubernetesObject): unknown;
}

interface WatchEvent {
  type: Change['type'] | 'BOOKMARK' | 'ERROR';
  object: unknown;
}

const bookmarkEvery = 30_000;
const longest = 45 * 60;

/**
 * Streams changes as lines of JSON: everything that is there first when no version is given, else what happened since
 * that version; then what happens, until the client goes or `timeoutSeconds` are over.
 */
export function watch(objects: Objects, options: WatchOptions, response: ServerResponse): void {
  const { query } = options;
  const from = query.get('resourceVersion') ?? '';
  const bookmarks = ['true', '1'].includes(query.get('allowWatchBookmarks') ?? '');
  const listFirst = query.get('sendInitialEvents') === 'true' || from === '' || from === '0';
  const send = (event: WatchEvent) => {
    // Between its end and its close a stream takes no more.
    if (!response.writableEnded) response.write(`${JSON.stringify(event)}\n`);
  };
  const tell = (change: Change) => {
    const event = eventOf(change, options);
    if (event) send({ type: event.type, object: options.show(event.object) });
  };
  response.writeHead(200, {
    'content-type': 'application/json',
    'cache-control': 'no-cache, private',
  });
  response.flushHeaders();
  if (listFirst) {
    for (const object of objects.list(options.kind, options.namespace)) {
      if (options.matches(object)) send({ type: 'ADDED', object: options.show(object) });
    }
    if (bookmarks) send(bookmark(options.kind, objects.version, true));
  } else {
    try {
      for (const change of objects.since(Number(from))) tell(change);
    } catch (error) {
      // the stream has begun: the refusal is an event in it
      if (!(error instanceof StatusError)) throw error;
      send({ type: 'ERROR', object: error.body() });
      response.end();
      return;
    }
  }
  const stop = objects.watch(tell);
  const beat = setInterval(
    () => bookmarks && send(bookmark(options.kind, objects.version, false)),
    bookmarkEvery,
  ).unref();
  const seconds = Number(query.get('timeoutSeconds')) || longest;
  const end = setTimeout(() => response.end(), seconds * 1000).unref();
  response.on('close', () => {
    stop();
    clearInterval(beat);
    clearTimeout(end);
  });
}

/** A change as a watch sees it: what begins to match its selector is added, what ceases to is deleted. */
function eventOf(
  { type, kind, object, before }: Change,
  { kind: wanted, namespace, matches }: WatchOptions,
): { type: Change['type']; object: KubernetesObject } | undefined {
  if (kind !== wanted || (namespace && object.metadata.namespace !== namespace)) return undefined;
  const matched = before !== undefined && matches(before);
  if (type === 'DELETED') return matched ? { type, object } : undefined;
  if (matches(object)) return { type: matched ? 'MODIFIED' : 'ADDED', object };
  return matched ? { type: 'DELETED', object } : undefined;
}

function bookmark(kind: Kind, version: number, initial: boolean): WatchEvent {
  const annotations = { 'k8s.io/initial-events-end': 'true' };
  const metadata = { resourceVersion: String(version), ...(initial && { annotations }) };
  return {
    type: 'BOOKMARK',
    object: { kind: kind.kind, apiVersion: apiVersion(kind), metadata },
  };
}
