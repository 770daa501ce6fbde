import { keyOf, labelSelector, quantity } from './parts.ts';
import { choice, either, flag, list, map, number, struct, text, type Schema } from './schema.ts';

const duration = text({
  pattern:
    '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
});
const protocols = choice(
  'PrometheusProto',
  'OpenMetricsText0.0.1',
  'OpenMetricsText1.0.0',
  'PrometheusText0.0.4',
  'PrometheusText1.0.0',
);
const actions = ['replace', 'keep', 'drop', 'hashmod', 'labelmap', 'labeldrop', 'labelkeep'].concat(
  ['lowercase', 'uppercase', 'keepequal', 'dropequal'],
);
const spelt: Record<string, string> = {
  hashmod: 'HashMod',
  labelmap: 'LabelMap',
  labeldrop: 'LabelDrop',
  labelkeep: 'LabelKeep',
  keepequal: 'KeepEqual',
  dropequal: 'DropEqual',
};
const capital = (word: string) => spelt[word] ?? word[0].toUpperCase() + word.slice(1);
const relabelings = list(
  struct({
    action: {
      ...choice(...actions.flatMap(action => [action, capital(action)])),
      default: 'replace',
    },
    modulus: number(),
    regex: text(),
    replacement: text(),
    separator: text(),
    sourceLabels: list(text({ pattern: '^[a-zA-Z_][a-zA-Z0-9_]*$' })),
    targetLabel: text(),
  }),
);

const certificate = struct({ configMap: keyOf, secret: keyOf });
const version = choice('TLS10', 'TLS11', 'TLS12', 'TLS13');
const tls = (more: Record<string, Schema> = {}) =>
  struct({
    ca: certificate,
    cert: certificate,
    insecureSkipVerify: flag,
    keySecret: keyOf,
    maxVersion: version,
    minVersion: version,
    serverName: text(),
    ...more,
  });
const proxy = {
  noProxy: text(),
  proxyConnectHeader: map(list(keyOf), { atomic: true }),
  proxyFromEnvironment: flag,
  proxyUrl: text({ pattern: '^(http|https|socks5)://.+$' }),
};

const endpoint = (more: Record<string, Schema>) =>
  struct({
    authorization: struct({ credentials: keyOf, type: text() }),
    basicAuth: struct({ password: keyOf, username: keyOf }),
    bearerTokenSecret: keyOf,
    enableHttp2: flag,
    filterRunning: flag,
    followRedirects: flag,
    honorLabels: flag,
    honorTimestamps: flag,
    interval: duration,
    metricRelabelings: relabelings,
    ...proxy,
    oauth2: struct(
      {
        clientId: certificate,
        clientSecret: keyOf,
        endpointParams: map(text()),
        ...proxy,
        scopes: list(text()),
        tlsConfig: tls(),
        tokenUrl: text({ minLength: 1 }),
      },
      ['clientId', 'clientSecret', 'tokenUrl'],
    ),
    params: map(list(text())),
    path: text(),
    port: text(),
    relabelings,
    scheme: choice('http', 'https'),
    scrapeTimeout: duration,
    targetPort: either(),
    trackTimestampsStaleness: flag,
    ...more,
  });

const monitor = (more: Record<string, Schema>, required: string[]) =>
  struct(
    {
      attachMetadata: struct({ node: flag }),
      bodySizeLimit: text({ pattern: '(^0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$' }),
      convertClassicHistogramsToNHCB: flag,
      fallbackScrapeProtocol: protocols,
      jobLabel: text(),
      keepDroppedTargets: number(),
      labelLimit: number(),
      labelNameLengthLimit: number(),
      labelValueLengthLimit: number(),
      namespaceSelector: struct({ any: flag, matchNames: list(text()) }),
      nativeHistogramBucketLimit: number(),
      nativeHistogramMinBucketFactor: quantity,
      podTargetLabels: list(text()),
      sampleLimit: number(),
      scrapeClass: text({ minLength: 1 }),
      scrapeClassicHistograms: flag,
      scrapeProtocols: list(protocols),
      selector: labelSelector,
      selectorMechanism: choice('RelabelConfig', 'RoleSelector'),
      targetLimit: number(),
      ...more,
    },
    required,
  );

/** Azure's `azmonitoring.coreos.com/v1`, in form the Prometheus operator's: https://learn.microsoft.com/azure/azure-monitor/containers/prometheus-metrics-scrape-crd */
export const podMonitor = monitor(
  {
    podMetricsEndpoints: list(
      endpoint({ tlsConfig: tls(), portNumber: number({ minimum: 1, maximum: 65535 }) }),
    ),
  },
  ['selector'],
);

/** @see podMonitor */
export const serviceMonitor = monitor(
  {
    endpoints: list(
      endpoint({
        bearerTokenFile: text(),
        tlsConfig: tls({ caFile: text(), certFile: text(), keyFile: text() }),
      }),
    ),
    targetLabels: list(text()),
  },
  ['endpoints', 'selector'],
);
