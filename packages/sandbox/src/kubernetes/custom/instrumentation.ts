import { environment, quantity, resources, securityContext } from './parts.ts';
import { choice, core, flag, list, map, struct, text, type Schema } from './schema.ts';

const runtime = (more: Record<string, Schema> = {}) =>
  struct({
    env: environment,
    image: text(),
    resourceRequirements: resources,
    volumeClaimTemplate: core('PersistentVolumeClaimTemplate'),
    volumeLimitSize: quantity,
    ...more,
  });
const proxy = { attrs: environment };

/** `opentelemetry.io/v1alpha1`: https://github.com/open-telemetry/opentelemetry-operator/blob/main/docs/api/instrumentations.md */
export const instrumentation = struct({
  apacheHttpd: runtime({ ...proxy, configPath: text(), version: text() }),
  defaults: struct({ useLabelsForResourceAttributes: flag }),
  dotnet: runtime(),
  env: environment,
  exporter: struct({
    endpoint: text(),
    tls: struct({
      ca_file: text(),
      cert_file: text(),
      configMapName: text(),
      key_file: text(),
      secretName: text(),
    }),
  }),
  go: runtime({ securityContext }),
  imagePullPolicy: text(),
  initContainerSecurityContext: securityContext,
  java: runtime({
    resources,
    extensions: list(struct({ dir: text(), image: text() }, ['dir', 'image'])),
  }),
  nginx: runtime({ ...proxy, configFile: text() }),
  nodejs: runtime(),
  propagators: list(
    choice('tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'xray', 'ottrace', 'none'),
  ),
  python: runtime(),
  resource: struct({ addK8sUIDAttributes: flag, resourceAttributes: map(text()) }),
  sampler: struct({
    argument: text(),
    type: choice(
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
      'jaeger_remote',
      'xray',
    ),
  }),
});
