import { InputError } from '@backstage/errors';
import type { ReadFile } from '../git/readTree';
import { parseRepositoryYaml } from '../git/repositoryYaml';
import type { KubernetesObject } from '../kubernetes/client';
import { PREVIEW } from '../kubernetes/previewFacts';
import { scalingProblem } from './scaling';
import { refusedField } from './takenFields';

/** What a repository may bring: nothing that grants rights, opens the network or holds a secret. */
const allowed: Record<string, string> = {
  Deployment: 'apps/v1',
  Service: 'v1',
  ConfigMap: 'v1',
  // How many pods there are, and how many may be away at once, goes with the Deployment: it is tuned, reviewed and shipped
  // in the same commit. So they lie in the repository and are not the portal's own.
  PodDisruptionBudget: 'policy/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
};

export interface AppManifests {
  deployment: KubernetesObject;
  service: KubernetesObject;
  others: KubernetesObject[];
}

/** Bytes of all manifests of a commit. */
export const largestManifests = 1024 * 1024;
/** Bytes of one file of them. */
const largestManifest = 256 * 1024;
/** Documents of all of them. */
const mostDocuments = 50;

/** Whether a file of the repository is one of its manifests. */
const isManifest = (path: string) => /^manifests\/[^/]+\.ya?ml$/.test(path);

/** Bytes that a file may have, where it is one of the repository's manifests. */
export const sizeOfManifest = (path: string) => (isManifest(path) ? largestManifest : undefined);

/**
 * The manifests of a repository's commit.
 * @throws InputError for what is not YAML, not allowed or missing, with its file
 */
export async function readManifests(files: readonly ReadFile[]): Promise<AppManifests> {
  const texts = files
    .filter(({ path }) => isManifest(path))
    .map(({ path, content }) => ({ what: path, text: content.toString('utf8') }));
  const found = await parseRepositoryYaml(texts, mostDocuments);
  const objects = found.flatMap((documents, index) =>
    documents.filter(one => one !== null).map(one => checked(texts[index].what, one)),
  );
  const only = (kind: string) => {
    const found = objects.filter(object => object.kind === kind);
    if (found.length === 1) return found[0];
    throw new InputError(
      `The folder manifests has ${found.length === 0 ? 'no' : 'more than one'} ${kind}: it needs exactly one.`,
    );
  };
  const deployment = only('Deployment');
  const refused = scalingProblem(deployment, objects);
  if (refused) throw new InputError(`The folder manifests ${refused}`);
  return {
    deployment,
    service: only('Service'),
    others: objects.filter(({ kind }) => kind !== 'Deployment' && kind !== 'Service'),
  };
}

function checked(path: string, object: unknown): KubernetesObject {
  const { kind, apiVersion, metadata } = (object ?? {}) as { [field: string]: unknown };
  if (typeof kind !== 'string' || !Object.hasOwn(allowed, kind) || allowed[kind] !== apiVersion) {
    const [what, of] = [kind, apiVersion].map(one => (typeof one === 'string' ? one : undefined));
    throw new InputError(
      `${path}: ${what ?? 'an object'} of ${of ?? 'no apiVersion'} is not deployed by the portal; it takes ${Object.keys(allowed).join(', ')}.`,
    );
  }
  // The name becomes part of an address.
  const name = (metadata as Partial<KubernetesObject['metadata']> | undefined)?.name;
  if (typeof name !== 'string' || !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) {
    throw new InputError(`${path}: ${kind} has no name, or one that Kubernetes does not take.`);
  }
  // By it the pods of a preview are told from those of what runs: in a label as in a selector it is a key, or the value of one.
  if (JSON.stringify(object).includes(JSON.stringify(PREVIEW))) {
    throw new InputError(
      `${path}: ${kind} names the label ${PREVIEW}, which is the portal's own, for previews: take it out.`,
    );
  }
  const refused = refusedField(object as KubernetesObject);
  if (refused) throw new InputError(`${path}: the portal does not deploy ${kind} with ${refused}.`);
  return object as KubernetesObject;
}
