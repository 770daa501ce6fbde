import type { Config } from '@backstage/config';
import { forms, type Read } from './values';

/** How applications are measured, and whose the collector is. */
export interface Telemetry {
  /** Where the OpenTelemetry operator, the collector and its PodMonitor are. */
  operatorNamespace: string;
  /** OTLP over HTTP, as the pods reach it. */
  collectorEndpoint: string;
  /** The OpenTelemetryCollector whose Service the endpoint names. */
  collector: string;
  /** Who makes collector and PodMonitor; the other one leaves them alone. */
  owner: 'landing-zone' | 'portal';
  exportIntervalSeconds: number;
  scrapeIntervalSeconds: number;
  /** The operator's own where left out. */
  images: { python?: string; nodejs?: string; collector?: string };
}

/** What a label of the collector's pods holds at most; a longer one the operator cuts off. */
const longestLabel = 63;

/**
 * `telemetry` of a landing zone.
 * @throws InputError with the key and what is expected
 */
export function readTelemetry(config: Config, read: Read): Telemetry {
  const operatorNamespace = read.text('telemetry.operatorNamespace', forms.dnsLabel);
  const collectorEndpoint = config.getString('telemetry.collectorEndpoint').replace(/\/+$/, '');
  // The operator calls the Service of a collector <name>-collector.
  const [, collector, namespace] =
    /^http:\/\/([a-z0-9-]+)-collector\.([a-z0-9-]+)\.svc(?:\.[a-z0-9.-]+)?:4318$/.exec(
      collectorEndpoint,
    ) ?? [];
  if (!collector || namespace !== operatorNamespace)
    throw read.fail(
      'telemetry.collectorEndpoint',
      `http://<name>-collector.${operatorNamespace}.svc.cluster.local:4318, the Service of an OpenTelemetryCollector in telemetry.operatorNamespace, over HTTP`,
    );
  if (`${operatorNamespace}.${collector}`.length > longestLabel)
    throw read.fail(
      'telemetry.collectorEndpoint',
      `a name of the collector that has at most ${longestLabel - 1} characters together with its namespace`,
    );
  const image = (of: string) => read.optional(`telemetry.images.${of}`, forms.image);
  return {
    operatorNamespace,
    collectorEndpoint,
    collector,
    owner: read.oneOf('telemetry.owner', ['landing-zone', 'portal'], 'landing-zone'),
    exportIntervalSeconds: read.count('telemetry.exportIntervalSeconds', 60),
    scrapeIntervalSeconds: read.count('telemetry.scrapeIntervalSeconds', 30),
    images: { python: image('python'), nodejs: image('nodejs'), collector: image('collector') },
  };
}
