import type { IncomingMessage } from 'node:http';
import { modelError } from './errors.ts';

/** Which account is meant, and what is asked of it. */
interface Addressed {
  host: string;
  pathname: string;
  /** Whether it was asked by `/hosts/<name>`. */
  fromNetwork: boolean;
}

/**
 * By the host's name, as pods come through the egress proxy; or by `/hosts/<name>/…`, which is how a process of this machine, which has
 * no DNS of the network's, comes from the portal's place in it.
 */
export function addressed({ url = '/', headers }: IncomingMessage): Addressed {
  const { pathname } = new URL(url, 'https://localhost');
  const [, host, rest] = /^\/hosts\/([^/]+)(\/.*)$/.exec(pathname) ?? [];
  return host === undefined
    ? { host: headers.host ?? '', pathname, fromNetwork: false }
    : { host, pathname: rest, fromNetwork: true };
}

/**
 * From the network's place an account is reached by its private endpoint alone; whom the network's DNS leads elsewhere meets Azure's
 * public front end.
 * @throws ModelError 403, as that says it of an account without public access
 */
export function requireWay(
  { host, fromNetwork }: Addressed,
  inNetwork: (host: string) => boolean,
): void {
  if (fromNetwork && !inNetwork(host))
    throw modelError(403, '403', 'Public access is disabled. Please configure private endpoint.');
}
