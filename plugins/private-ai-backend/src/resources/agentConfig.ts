import { agentConfigMap } from '../kubernetes/agentConfig';
import type { ClusterClient } from '../kubernetes/client';
import type { ManifestInput } from '../app/names';
import { clusterResource } from './clusterResource';
import { differences, sameKubernetesValue } from '../engine/differences';
import { deploymentName } from './modelDeployment';
import type { Resource, Step } from '../engine/resource';

/** What the agent is told, and the deployment that it asks: the one that was found or made. */
export function agentConfigResource(app: ManifestInput, cluster: ClusterClient) {
  const naming = (modelDeployment: string) =>
    clusterResource({
      id: 'agent-config',
      type: 'Agent configuration',
      name: app.names.agentConfig,
      dependsOn: ['namespace', 'model-deployment'],
      within: 'namespace',
      cluster,
      manifests: [agentConfigMap(app, modelDeployment)],
      owner: app.request.entityRef,
    });
  const asOf = (step: Step) => naming(deploymentName(app, step));
  type Found = ReturnType<typeof naming> extends Resource<infer State> ? State : never;
  return {
    ...naming(app.names.modelDeployment),
    // Which of the two settings, rather than which object.
    differs(found, step) {
      const due = asOf(step).differs(found, step);
      const wanted = agentConfigMap(app, deploymentName(app, step));
      const named = due.length > 0 ? differences(wanted, found[0], sameKubernetesValue) : [];
      return named.length > 0 ? named : due;
    },
    write: async (step, found) => asOf(step).write?.(step, found),
  } satisfies Resource<Found>;
}
