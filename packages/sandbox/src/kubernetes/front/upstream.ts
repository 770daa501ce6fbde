import { readFileSync } from 'node:fs';
import https from 'node:https';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';

/** A cluster as a kubeconfig's current context says it. */
export interface Upstream {
  server: string;
  agent: https.Agent;
  /** Left out where a client certificate signs in. */
  token?: string;
}

interface Kubeconfig {
  'current-context'?: string;
  contexts?: { name: string; context: { cluster: string; user: string } }[];
  clusters?: { name: string; cluster: Record<string, string> }[];
  users?: { name: string; user: Record<string, string> & { exec?: object } }[];
}

/** @throws with a sentence when the file does not say how to reach a cluster and who one is there */
export function readUpstream(file: string): Upstream {
  const config = parse(readFileSync(file, 'utf8')) as Kubeconfig;
  const current = config['current-context'];
  const context = config.contexts?.find(({ name }) => name === current)?.context;
  const cluster = config.clusters?.find(({ name }) => name === context?.cluster)?.cluster;
  const user = config.users?.find(({ name }) => name === context?.user)?.user;
  if (!cluster?.server || !user) {
    throw new Error(
      `${file} has no current context with a cluster and a user: kubectl config use-context sets one.`,
    );
  }
  /** Given in the file itself, or as the path of another. */
  const content = (from: Record<string, string>, field: string): string | undefined => {
    const data = from[`${field}-data`];
    if (data) return Buffer.from(data, 'base64').toString('utf8');
    return from[field] && readFileSync(resolve(dirname(file), from[field]), 'utf8');
  };
  const token = user.token ?? (user.tokenFile && readFileSync(user.tokenFile, 'utf8').trim());
  const cert = content(user, 'client-certificate');
  if (!token && !cert) {
    throw new Error(
      `${file}: user ${context?.user} signs in with neither token nor client certificate. Programs that get one (exec) are not run.`,
    );
  }
  return {
    server: cluster.server.replace(/\/$/, ''),
    ...(token && { token }),
    agent: new https.Agent({
      keepAlive: true,
      ca: content(cluster, 'certificate-authority'),
      cert,
      key: content(user, 'client-key'),
      servername: cluster['tls-server-name'],
    }),
  };
}
