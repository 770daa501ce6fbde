import { dirname, join } from 'node:path';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Image } from '../registry/image.ts';

interface Machine {
  /** A pod's own address of the egress proxy, with credentials. */
  proxyFor(podUid: string): string;
  /** A folder for pods' files. */
  folder: string;
}

const namesFile = join(import.meta.dirname, 'podNames.cjs');
/** Python imports `sitecustomize` from here at each start. */
const namesFolder = join(import.meta.dirname, 'podNames');

/** What every pod's process is given because it runs on this machine, not in a network of its own. */
export function podSurroundings(
  { metadata }: KubernetesObject,
  { proxyFor, folder }: Machine,
): Record<string, string> {
  const proxy = proxyFor(String(metadata.uid));
  const loopback = '127.0.0.1,localhost';
  return {
    PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    HOME: join(folder, String(metadata.uid)),
    HTTPS_PROXY: proxy,
    HTTP_PROXY: proxy,
    // Python's requests and curl read the small letters first, and curl only those for http.
    https_proxy: proxy,
    http_proxy: proxy,
    NO_PROXY: loopback,
    no_proxy: loopback,
  };
}

/** What the processes of a runtime are given besides: who resolves names, and where their language lies. */
export function runtimeSurroundings(
  { runtime, environment }: Image,
  { NODE_OPTIONS, PYTHONPATH }: Record<string, string>,
  { PATH }: Record<string, string>,
): Record<string, string> {
  const node = {
    NODE_USE_ENV_PROXY: '1',
    NODE_OPTIONS: [`--require ${JSON.stringify(namesFile)}`, NODE_OPTIONS]
      .filter(Boolean)
      .join(' '),
  };
  if (runtime !== 'python' || !environment) return node;
  return {
    ...node,
    VIRTUAL_ENV: environment,
    PATH: `${join(environment, 'bin')}:${PATH}`,
    PYTHONPATH: [namesFolder, PYTHONPATH].filter(Boolean).join(':'),
    // An image's files are shared by its pods, and most of them may not write there in a cluster.
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

const otlpPorts = ['4317', '4318'];

/**
 * An environment whose in-cluster addresses of a collector lead to loopback: a local process has no cluster DNS. The
 * operator makes a collector's Service, so without the collector there is no such name.
 * @param isCollector whether the cluster has an OpenTelemetryCollector, by `namespace/name`
 */
export function withLocalTelemetry(
  env: Record<string, string>,
  { telemetry, isCollector }: { telemetry: string; isCollector(key: string): boolean },
): Record<string, string> {
  const form = /https?:\/\/([a-z0-9-]+)-collector\.([a-z0-9-]+)\.svc(?:\.cluster\.local)?:(\d+)/g;
  return Object.fromEntries(
    Object.entries(env).map(([variable, value]) => [
      variable,
      value.replace(form, (whole, name: string, namespace: string, port: string) =>
        otlpPorts.includes(port) && isCollector(`${namespace}/${name}`) ? telemetry : whole,
      ),
    ]),
  );
}
