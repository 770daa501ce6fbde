import type { ManifestInput } from '../app/names';
import type { KubernetesObject } from './client';
import { ownership } from './ownership';
import { ownConfigMaps } from './previewConfigMaps';
import { PREVIEW, previewAnnotations, previewName, type PreviewFacts } from './previewFacts';

/** Two marks beside those of {@link ownership}: of the application, and of its preview. */
function marks(input: ManifestInput) {
  const { labels, annotations } = ownership(input);
  return { labels: { ...labels, [PREVIEW]: 'true' }, annotations };
}

/**
 * A commit's Deployment as its preview: the same container, sign-in, connection and guard rails, in one pod that nothing of the
 * application's takes for its own. It is never there twice, so that an answer is of this commit and none before it.
 * @param deployment - as the application's own would be deployed
 * @param configMaps - names of those that the commit brings: it reads its own
 */
export function previewDeployment(
  deployment: KubernetesObject,
  configMaps: readonly string[],
  facts: PreviewFacts,
  input: ManifestInput,
): KubernetesObject {
  const { labels } = marks(input);
  const { names } = input;
  const name = previewName(names.service);
  const { replicas: _, strategy: __, selector: ___, template, ...spec } = deployment.spec;
  const { affinity, topologySpreadConstraints: ____, ...pod } = template.spec;
  const nodes = affinity?.nodeAffinity && { affinity: { nodeAffinity: affinity.nodeAffinity } };
  return {
    ...deployment,
    metadata: {
      ...deployment.metadata,
      name,
      labels,
      annotations: { ...deployment.metadata.annotations, ...previewAnnotations(facts) },
    },
    spec: {
      ...spec,
      replicas: 1,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: { [PREVIEW]: 'true' } },
      template: {
        metadata: {
          ...template.metadata,
          labels: { ...labels, 'azure.workload.identity/use': 'true' },
        },
        // How an application's pods lie beside each other says nothing of one.
        spec: named(ownConfigMaps({ ...pod, ...nodes }, configMaps, facts.commit), name),
      },
    },
  };
}

/** What it measures of itself goes under its own name. */
function named(pod: KubernetesObject['spec'], name: string) {
  const variable = 'OTEL_SERVICE_NAME';
  const containers: { env?: { name: string }[] }[] = pod.containers;
  return {
    ...pod,
    containers: containers.map(({ env = [], ...one }) => ({
      ...one,
      env: [...env.filter(other => other.name !== variable), { name: variable, value: name }],
    })),
  };
}

/** What lies beside the Deployment goes with it: the cluster takes away what has this owner. */
export function ownedBy(
  preview: KubernetesObject,
): Pick<KubernetesObject['metadata'], 'ownerReferences'> {
  const { apiVersion, kind, metadata } = preview;
  return {
    ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: String(metadata.uid) }],
  };
}

/** @param preview - as the cluster has it */
export function previewService(
  service: KubernetesObject,
  preview: KubernetesObject,
  input: ManifestInput,
): KubernetesObject {
  return {
    ...service,
    metadata: {
      ...service.metadata,
      ...marks(input),
      ...ownedBy(preview),
      name: preview.metadata.name,
    },
    spec: { ...service.spec, selector: { [PREVIEW]: 'true' } },
  };
}

/** Whether a selector that the application's own objects go by would choose the preview's pods, too. */
export function choosesPreview(
  selector: Record<string, string> | undefined,
  { spec }: KubernetesObject,
): boolean {
  const wanted = Object.entries(selector ?? {});
  const labels: Record<string, string> = spec.template.metadata.labels;
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
