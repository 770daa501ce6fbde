import { resource } from '../engine/resource';
import { instrumentationManifest } from '../kubernetes/instrumentation';
import { clusterResource } from './clusterResource';
import type { ClusterResource } from './descriptor';

/** How the application is measured. */
export const telemetry: ClusterResource = {
  in: 'cluster',
  id: 'telemetry',
  title: 'Telemetry',
  part: 'telemetry',
  dependsOn: ['namespace'],
  within: 'namespace',
  made: (app, { cluster }) =>
    resource(
      clusterResource(telemetry, app, {
        name: app.names.namespace,
        cluster,
        manifests: [instrumentationManifest(app)],
      }),
    ),
};
