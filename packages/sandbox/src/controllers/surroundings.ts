import type { Arm } from '../arm/arm.ts';
import type { Python } from '../registry/baseImage.ts';
import type { CollectorConfig } from '../telemetry/telemetry.ts';

/** What a client needs to speak with a cluster's API. */
export interface ClusterAccess {
  /** Without a trailing slash. */
  url: string;
  /** Bearer token that may do anything. */
  token: string;
  /** PEM of the authority that signed the API's certificate. */
  ca: string;
}

/** The cluster that the controllers work for: the sandbox's own, or any other. */
export interface Cluster extends ClusterAccess {
  /** Issuer of its service-account tokens, as federated credentials name it. */
  issuer: string;
  mintToken(
    namespace: string,
    serviceAccount: string,
    options: { audiences: string[]; podName?: string; expirationSeconds: number },
  ): Promise<string>;
}

/** An image as a local process can be started from it. */
export interface Image {
  /** Absolute path of the image's files. */
  folder: string;
  runtime: 'node' | 'python';
  /** Python's: absolute path of its virtual environment. */
  environment?: string;
  /** What ENTRYPOINT and CMD make together. */
  command: string[];
  env: Record<string, string>;
  /** Absolute path to start in. */
  workingDir: string;
  /** `sha256:…`, shown as the container's `imageID`. */
  digest?: string;
}

export interface Images {
  /** Finds an image by `registry/repository@digest` or `:tag`; undefined when the registry has none. */
  resolve(reference: string): Promise<Image | undefined>;
}

/** Loopback addresses (URLs without a trailing slash) of the rooms that stand for services outside of the cluster. */
export interface Addresses {
  entra: string;
  model: string;
  /** Where OTLP over HTTP is taken. */
  telemetry: string;
}

/** What the controllers are given. */
export interface ControllersDeps {
  /** Port of the egress proxy; 0 takes a free one. */
  port: number;
  cluster: Cluster;
  arm: Arm;
  images: Images;
  /** What Python apps are instrumented with. */
  python: Python;
  addresses: Addresses;
  /** Hears of the cluster's OpenTelemetryCollector: what it shows. Undefined without one. */
  configureCollector(config: CollectorConfig | undefined): void;
}
