import type { AppPart } from '@private-ai/plugin-private-ai-common';
import type { Azure } from '../azure/azureFor';
import type { ClusterClient } from '../kubernetes/client';
import type { ManifestInput } from '../app/names';
import { clusterGraph } from './clusterGraph';
import { foundryGraph } from './foundryGraph';
import { identityResource, roleOnAccount } from './identityGraph';
import { parts } from './parts';
import { resource, type Resource } from '../engine/resource';
import { resourceGroupResource } from '../resources/resourceGroup';

/** What the resources are read and written with. */
export interface GraphDeps {
  azure: Azure;
  cluster: ClusterClient;
  /** The portal's public keys as a JSON Web Key Set. */
  jwks: string;
}

/**
 * Everything that an application needs in Azure and in the cluster, or one part of it, with what has to be there before
 * each.
 */
export function appGraph(
  app: ManifestInput,
  { azure, cluster, jwks }: GraphDeps,
  part?: AppPart,
): Resource[] {
  const { arm } = azure;
  const whole = [
    resource(resourceGroupResource(app, arm)),
    identityResource(app, arm),
    ...foundryGraph(app, arm),
    roleOnAccount(app, arm),
    ...clusterGraph(app, { azure, cluster, jwks }, part),
  ];
  if (!part) return whole;
  const kept = whole.filter(({ id }) => parts[part].includes(id));
  // A shared account lies elsewhere: nothing would be in the group.
  const inGroup = kept.some(({ dependsOn }) => dependsOn.includes('resource-group'));
  return inGroup ? kept : kept.filter(({ id }) => id !== 'resource-group');
}
