import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { Source } from '@private-ai/plugin-private-ai-common';
import type { ManifestInput } from '../app/names';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';
import { identityId } from '../azure/userAssignedIdentity';
import { lookedFor } from '../engine/lookedFor';
import type { Patiently } from '../engine/patiently';
import { DESCRIPTION, largestDescription } from '../git/ownRepository';
import type { ReadBounds } from '../git/readBounds';
import { readFiles } from '../git/readTree';
import { requireDescribed } from '../git/source';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { withCommit } from '../kubernetes/commitMark';
import { deploymentFor } from '../kubernetes/deployment';
import { placed, serviceFor } from '../kubernetes/service';
import { largestManifests, readManifests, sizeOfManifest, type AppManifests } from './manifests';

const bounds: ReadBounds = {
  largest: path => (path === DESCRIPTION ? largestDescription : sizeOfManifest(path)),
  entries: 100,
  bytes: largestManifests + largestDescription,
  advice:
    'manifests are deployed of no more. Put what an application reads into its image or beside it.',
};

/** Where a commit is read. */
export interface Reading {
  reader: UrlReaderService;
  integrations: ScmIntegrations;
}

/** The manifests of a commit of the application's own repository. */
export async function manifestsOf(
  source: Source,
  { request, zone }: Pick<ManifestInput, 'request' | 'zone'>,
  deps: Reading & { patient: Patiently; signal: AbortSignal },
): Promise<AppManifests> {
  const { reader, integrations, patient, signal } = deps;
  const { type } = zone.git;
  const files = await patient(() =>
    readFiles(source, { type, reader, integrations, signal, bounds }),
  );
  await requireDescribed(files, request.entityRef, source);
  return readManifests(files);
}

/** What a commit brings, with what is the portal's laid over. */
export interface CommitObjects {
  deployment: KubernetesObject;
  service: KubernetesObject;
  others: KubernetesObject[];
}

export async function objectsOf(
  manifests: AppManifests,
  app: ManifestInput,
  { commit, image }: { commit: string; image: string },
  deps: { arm: ArmClient; cluster: ClusterClient; patient: Patiently; signal: AbortSignal },
): Promise<CommitObjects> {
  const { arm, cluster, patient, signal } = deps;
  const { names, request } = app;
  const look = () => patient(() => arm.get(identityId(app), apiVersions.identity, signal));
  const identity = await lookedFor(look, { signal });
  if (!identity) {
    throw new NotFoundError(
      `The managed identity ${names.identity} does not exist: provision ${request.entityRef} first.`,
    );
  }
  const clientId = String(identity.properties.clientId);
  const { namespace, agentConfig: name } = names;
  const agentConfig = await cluster.get(
    { apiVersion: 'v1', kind: 'ConfigMap', namespace, name },
    signal,
  );
  const values = { ...app, image, clientId, agentConfig };
  return {
    deployment: withCommit(deploymentFor(manifests.deployment, values), commit),
    service: serviceFor(manifests.service, app),
    others: manifests.others.map(object => placed(object, app)),
  };
}
