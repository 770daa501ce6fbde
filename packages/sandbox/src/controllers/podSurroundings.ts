import { dirname, join } from 'node:path';
import type { KubernetesObject } from '../kubernetes/object.ts';

interface Machine {
  /** PEM file of the sandbox's authority. */
  caFile: string;
  /** A pod's own address of the egress proxy, with credentials. */
  proxyFor(podUid: string): string;
  /** A folder for pods' files. */
  folder: string;
}

const namesFile = join(import.meta.dirname, 'podNames.cjs');

/** What every pod's process is given because it runs on this machine, not in a network of its own. */
export function podSurroundings(
  { metadata }: KubernetesObject,
  { caFile, proxyFor, folder }: Machine,
): Record<string, string> {
  const proxy = proxyFor(String(metadata.uid));
  const loopback = '127.0.0.1,localhost';
  return {
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    HOME: join(folder, String(metadata.uid)),
    NODE_EXTRA_CA_CERTS: caFile,
    SSL_CERT_FILE: caFile,
    NODE_USE_ENV_PROXY: '1',
    NODE_OPTIONS: `--require ${JSON.stringify(namesFile)}`,
    HTTPS_PROXY: proxy,
    HTTP_PROXY: proxy,
    // Python's requests and curl read the small letters first, and curl only those for http.
    https_proxy: proxy,
    http_proxy: proxy,
    NO_PROXY: loopback,
    no_proxy: loopback,
  };
}

const otlpPorts = ['4317', '4318'];

/** An environment whose in-cluster addresses of a collector lead to loopback: a local process has no cluster DNS. */
export function withLocalTelemetry(
  env: Record<string, string>,
  telemetry: string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      value.replace(
        /https?:\/\/[a-z0-9-]+\.[a-z0-9-]+\.svc(?:\.cluster\.local)?:(\d+)/g,
        (whole, port: string) => (otlpPorts.includes(port) ? telemetry : whole),
      ),
    ]),
  );
}
