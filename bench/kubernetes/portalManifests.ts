// Prints, as JSON, every manifest that the portal makes of an application of each runtime, in the order of their being applied.
import { rootCertificates } from 'node:tls';
import { parse } from 'yaml';
import { agentConfigMap } from '../../plugins/private-ai-backend/src/kubernetes/agentConfig';
import { imageRepository } from '../../plugins/private-ai-backend/src/app/imageRepository';
import { application } from '../../plugins/private-ai-backend/src/testing/app';
import { caBundleConfigMap } from '../../plugins/private-ai-backend/src/kubernetes/caBundle';
import { collectorManifest } from '../../plugins/private-ai-backend/src/kubernetes/collector';
import { deploymentFor } from '../../plugins/private-ai-backend/src/kubernetes/deployment';
import { instrumentationManifest } from '../../plugins/private-ai-backend/src/kubernetes/instrumentation';
import { namespaceManifests } from '../../plugins/private-ai-backend/src/kubernetes/namespace';
import { ownerBinding } from '../../plugins/private-ai-backend/src/kubernetes/ownerBinding';
import { podMonitorManifest } from '../../plugins/private-ai-backend/src/kubernetes/podMonitor';
import { portalKeysConfigMap } from '../../plugins/private-ai-backend/src/kubernetes/portalKeys';
import { placed, serviceFor } from '../../plugins/private-ai-backend/src/kubernetes/service';
import { skeletonFiles } from '../../plugins/private-ai-backend/src/testing/skeleton';
import { publishedForTest } from '../../plugins/private-ai-backend/src/testing/keys';

const clientId = '33333333-3333-3333-3333-333333333333';
const group = { kind: 'Group' as const, id: '77777777-7777-7777-7777-777777777777' };

function manifestsOf(runtime: 'python' | 'typescript') {
  const made = application({ name: `of-${runtime}` });
  const { zone } = made;
  const app = {
    ...made,
    zone: { ...zone, network: { ...zone.network, caBundle: rootCertificates[0] } },
    request: { ...made.request, runtime },
  };
  const files = Object.entries(skeletonFiles(app)).filter(([path]) =>
    path.startsWith('manifests/'),
  );
  const own = files.map(([, text]) => parse(text));
  const image = `${imageRepository(app.request, zone)}@sha256:${'a'.repeat(64)}`;
  return [
    ...namespaceManifests(app),
    ownerBinding(app, group),
    agentConfigMap(app),
    portalKeysConfigMap(app, publishedForTest.jwks),
    caBundleConfigMap(app),
    instrumentationManifest(app),
    ...own.map(manifest => {
      if (manifest.kind === 'Deployment')
        return deploymentFor(manifest, { ...app, image, clientId });
      return manifest.kind === 'Service' ? serviceFor(manifest, app) : placed(manifest, app);
    }),
  ];
}

// the sandbox's own operator has the usual one
const name = 'telemetry';
const { zone: usual } = application();
const zone = { ...usual, telemetry: { ...usual.telemetry, operatorNamespace: name } };
const shared = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  collectorManifest(zone),
  podMonitorManifest(zone),
];
console.log(JSON.stringify([...shared, ...manifestsOf('python'), ...manifestsOf('typescript')]));
