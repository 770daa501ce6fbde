import type { UrlReaderServiceReadTreeResponse } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../kubernetes/client';

/** What a repository may bring: nothing that grants rights, opens the network or holds a secret. */
const allowed: Record<string, string> = {
  Deployment: 'apps/v1',
  Service: 'v1',
  ConfigMap: 'v1',
};

export interface AppManifests {
  deployment: KubernetesObject;
  service: KubernetesObject;
  others: KubernetesObject[];
}

/** Whether a file of the repository is one of its manifests. */
export const isManifest = (path: string) => /^manifests\/[^/]+\.ya?ml$/.test(path);

/**
 * The manifests of a repository's commit.
 * @throws InputError for what is not YAML, not allowed or missing, with its file
 */
export async function readManifests(tree: UrlReaderServiceReadTreeResponse): Promise<AppManifests> {
  const objects: KubernetesObject[] = [];
  for (const file of await tree.files()) {
    if (!isManifest(file.path)) continue;
    for (const document of parseAllDocuments((await file.content()).toString('utf8'))) {
      const [problem] = document.errors;
      if (problem) throw new InputError(`${file.path} is no valid YAML: ${problem.message}`);
      const object = document.toJS();
      if (object !== null) objects.push(checked(file.path, object));
    }
  }
  const only = (kind: string) => {
    const found = objects.filter(object => object.kind === kind);
    if (found.length === 1) return found[0];
    throw new InputError(
      `The folder manifests has ${found.length === 0 ? 'no' : 'more than one'} ${kind}: it needs exactly one.`,
    );
  };
  return {
    deployment: only('Deployment'),
    service: only('Service'),
    others: objects.filter(({ kind }) => kind !== 'Deployment' && kind !== 'Service'),
  };
}

function checked(path: string, object: unknown): KubernetesObject {
  const { kind, apiVersion, metadata } = (object ?? {}) as Partial<KubernetesObject>;
  if (!kind || !Object.hasOwn(allowed, kind) || allowed[kind] !== apiVersion) {
    throw new InputError(
      `${path}: ${kind ?? 'an object'} of ${apiVersion ?? 'no apiVersion'} is not deployed by the portal; it takes ${Object.keys(allowed).join(', ')}.`,
    );
  }
  if (typeof metadata?.name !== 'string') throw new InputError(`${path}: ${kind} has no name.`);
  return object as KubernetesObject;
}
