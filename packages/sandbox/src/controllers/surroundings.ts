import type { Arm } from '../arm/arm.ts';
import type { Python } from '../python/environments.ts';
import type { Images } from '../registry/image.ts';
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
