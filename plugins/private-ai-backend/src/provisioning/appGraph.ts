import type { AppPart } from '@private-ai/plugin-private-ai-common';
import type { Azure } from '../azure/azureFor';
import type { ClusterClient } from '../kubernetes/client';
import type { ManifestInput } from '../landingZones/names';
import { clusterGraph } from './clusterGraph';
import { foundryGraph } from './foundryGraph';
import { identityResource, roleOnAccount } from './identityGraph';
import { resource, type Resource } from './resource';
import { resourceGroupResource } from './resourceGroupResource';

/**
 * Everything that an application needs in Azure and in the cluster, or one part of it, with what has to be there before
 * each.
 */
export function appGraph(
  app: ManifestInput,
  { azure, cluster }: { azure: Azure; cluster: ClusterClient },
  part?: AppPart,
): Resource[] {
  const { arm } = azure;
  const group = resource(resourceGroupResource(app, arm));
  switch (part) {
    case 'foundry':
      // A shared account lies elsewhere: nothing would be in the group.
      return app.names.sharedAccountId === undefined
        ? [group, ...foundryGraph(app, arm)]
        : foundryGraph(app, arm);
    case 'identity':
      return [group, identityResource(app, arm)];
    default:
      return [
        group,
        identityResource(app, arm),
        ...foundryGraph(app, arm),
        roleOnAccount(app, arm),
        ...clusterGraph(app, { azure, cluster }),
      ];
  }
}
