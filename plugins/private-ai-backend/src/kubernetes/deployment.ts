import { InputError } from '@backstage/errors';
import type { ManifestInput } from '../landingZones/names';
import { serviceAccountName } from '../landingZones/names';
import { agentConfigMap, CONFIG_HASH, configHash } from './agentConfig';
import type { KubernetesObject } from './client';
import { INSTRUMENTATION } from './instrumentation';
import { ownership } from './ownership';

/** What the portal lays over the developer's Deployment. */
export interface DeploymentValues extends ManifestInput {
  /** By digest. */
  image: string;
  /** Of the app's managed identity. */
  clientId: string;
  /** The ConfigMap that the pods will read, as it is in the cluster; as the request makes it when left out. */
  agentConfig?: KubernetesObject;
}

/**
 * The developer's Deployment with what is the portal's to say: place and owner, the image, sign-in, connection and
 * telemetry. Resources, probes, replicas and the rest stay as the repository has them.
 * @throws InputError where the manifest has no container to fill
 */
export function deploymentFor(
  manifest: KubernetesObject,
  values: DeploymentValues,
): KubernetesObject {
  const { names, request, image, clientId, agentConfig = agentConfigMap(values) } = values;
  const template = manifest.spec?.template;
  const containers: { name?: string; envFrom?: object[] }[] = template?.spec?.containers ?? [];
  const app = containers.find(({ name }) => name === names.service) ?? containers[0];
  if (!app?.name) {
    throw new InputError(
      'The Deployment in manifests/deployment.yaml has no container with a name: put one back.',
    );
  }
  const { labels, annotations } = ownership(values);
  const runtime = request.runtime === 'python' ? 'python' : 'nodejs';
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      name: names.service,
      namespace: names.namespace,
      labels: { ...manifest.metadata?.labels, ...labels },
      annotations: { ...manifest.metadata?.annotations, ...annotations },
    },
    spec: {
      ...manifest.spec,
      template: {
        ...template,
        metadata: {
          ...template.metadata,
          labels: {
            ...template.metadata?.labels,
            ...labels,
            'azure.workload.identity/use': 'true',
          },
          annotations: {
            ...template.metadata?.annotations,
            ...annotations,
            // Pods read their environment once: another configuration is another template.
            [CONFIG_HASH]: configHash(agentConfig),
            [`instrumentation.opentelemetry.io/inject-${runtime}`]: INSTRUMENTATION,
            'instrumentation.opentelemetry.io/container-names': app.name,
          },
        },
        spec: {
          ...template.spec,
          serviceAccountName: serviceAccountName(clientId),
          containers: containers.map(container =>
            container === app
              ? {
                  ...container,
                  image,
                  envFrom: [
                    ...(container.envFrom ?? []),
                    { secretRef: { name: names.connectorSecret } },
                  ],
                }
              : container,
          ),
        },
      },
    },
  };
}
