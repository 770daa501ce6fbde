import { agentConfigMap, INSTRUCTIONS } from '../kubernetes/agentConfig';
import type { ClusterClient } from '../kubernetes/client';
import type { ManifestInput } from '../app/names';
import { differences, sameKubernetesValue } from '../engine/differences';
import { resource, type Resource, type Step } from '../engine/resource';
import { clusterResource } from './clusterResource';
import type { ClusterResource } from './descriptor';
import { deploymentName } from './modelDeployment';

/** What the agent is told, and the deployment that it asks: the one that was found or made. */
export const agentConfig: ClusterResource = {
  in: 'cluster',
  id: 'agent-config',
  title: 'Agent configuration',
  dependsOn: ['namespace', 'model-deployment'],
  within: 'namespace',
  made: (app, { cluster }) => resource(configMap(app, cluster)),
};

function configMap(app: ManifestInput, cluster: ClusterClient) {
  const naming = (modelDeployment: string) =>
    clusterResource(agentConfig, app, {
      name: app.names.agentConfig,
      cluster,
      manifests: [agentConfigMap(app, modelDeployment)],
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
    formerText([found], due) {
      const text: string | undefined = found?.data?.[INSTRUCTIONS];
      const difference = due.find(one => one.startsWith(`data.${INSTRUCTIONS}`));
      return text !== undefined && difference ? { text, difference } : undefined;
    },
    write: async (step, found) => asOf(step).write?.(step, found),
  } satisfies Resource<Found>;
}
