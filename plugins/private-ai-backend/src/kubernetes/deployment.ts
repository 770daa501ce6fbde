import { InputError } from '@backstage/errors';
import type { ManifestInput } from '../app/names';
import { serviceAccountName } from '../app/names';
import { imageRepository } from '../app/imageRepository';
import { REPOSITORIES } from '../config/registry';
import { agentConfigMap, CONFIG_HASH, configHash } from './agentConfig';
import type { KubernetesObject } from './client';
import { injectAnnotation, INSTRUMENTATION } from './instrumentation';
import { ownership } from './ownership';
import { podMounts, withOwn, type PodMounts } from './podMounts';

/** What the portal lays over the developer's Deployment. */
export interface DeploymentValues extends ManifestInput {
  /** By digest. */
  image: string;
  /** Of the app's managed identity. */
  clientId: string;
  /** The ConfigMap that the pods will read, as it is in the cluster; as the request makes it when left out. */
  agentConfig?: KubernetesObject;
}

interface Container {
  name?: string;
  image?: string;
  env?: PodMounts['env'];
  envFrom?: object[];
  volumeMounts?: PodMounts['mounts'];
}

/**
 * The developer's Deployment with what is the portal's to say: place and owner, the image, sign-in, connection, telemetry,
 * and what the pods trust. Resources, probes, replicas and the rest stay as the repository has them.
 * @throws InputError where the manifest has no container to fill, or an image from elsewhere
 */
export function deploymentFor(
  manifest: KubernetesObject,
  values: DeploymentValues,
): KubernetesObject {
  const { names, request, zone, clientId, agentConfig = agentConfigMap(values) } = values;
  const template = manifest.spec?.template;
  const containers: Container[] = template?.spec?.containers ?? [];
  const app = containers.find(({ name }) => name === names.service) ?? containers[0];
  if (!app?.name) {
    throw new InputError(
      'The Deployment in manifests/deployment.yaml has no container with a name: put one back.',
    );
  }
  const others = [...(template.spec.initContainers ?? []), ...containers.filter(c => c !== app)];
  for (const one of others) requireOwnRegistry(one, values);
  const { labels, annotations } = ownership(values);
  const given = podMounts(values);
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
            [CONFIG_HASH]: configHash(agentConfig, zone.network.caBundle),
            [injectAnnotation(request.runtime)]: INSTRUMENTATION,
            'instrumentation.opentelemetry.io/container-names': app.name,
          },
        },
        spec: {
          ...template.spec,
          serviceAccountName: serviceAccountName(clientId),
          // For the cluster's API, which the app does not need; workload identity projects a token of its own.
          automountServiceAccountToken: false,
          volumes: withOwn(template.spec.volumes, given.volumes),
          containers: containers.map(one => (one === app ? filled(app, values, given) : one)),
        },
      },
    },
  };
}

function filled(app: Container, { image, names }: DeploymentValues, given: PodMounts): Container {
  return {
    ...app,
    image,
    env: withOwn(app.env, given.env),
    envFrom: [...(app.envFrom ?? []), { secretRef: { name: names.connectorSecret } }],
    volumeMounts: withOwn(app.volumeMounts, given.mounts),
  };
}

/**
 * Nodes pull from the landing zone's registry, with rights that see everybody's: what comes from elsewhere is not looked at
 * by anybody, and another application's code is its own.
 */
function requireOwnRegistry({ name, image }: Container, values: DeploymentValues): void {
  const { request, zone } = values;
  const loginServer = zone.registry.loginServer.toLowerCase();
  const at = image?.toLowerCase();
  const runs = `The container ${name} in manifests/deployment.yaml runs ${image ?? 'no image'}`;
  if (!at?.startsWith(`${loginServer}/`)) {
    throw new InputError(
      `${runs}: only images of ${loginServer} are deployed. Have the platform team import it there.`,
    );
  }
  if (!at.startsWith(`${loginServer}/${REPOSITORIES}/`)) return;
  const own = imageRepository(request, zone);
  // What is gone back to brings its manifests, which may name its own repository of then.
  const repositories = [own, values.image.split('@')[0]];
  if (repositories.some(one => at.startsWith(`${one}@`) || at.startsWith(`${one}:`))) return;
  throw new InputError(`${runs}, which is another application's: take one of ${own}.`);
}
