import { ConflictError } from '@backstage/errors';
import type { ArmClient, ArmResource } from '../azure/client';
import { AzureError } from '../azure/errors';
import { modelDeploymentsPath } from '../azure/modelDeployment';
import { sameText } from '../azure/resourceId';
import { resourceTypes } from '../azure/resourceTypes';
import { isOurs } from '../azure/tags';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { progressOf } from '../kubernetes/rollout';
import type { ManifestInput } from '../app/names';
import { resource, type Resource } from '../engine/resource';
import { actionsOn } from './actions';
import { agentDeployment, keepsFormerConfig } from './agentRollout';
import { hasOwnAccount, saidOf, type MadeInAzure } from './descriptor';
import { deploymentLane } from './modelDeployment';

interface Former {
  deployments: ArmResource[];
  /** The agent's Deployment in the cluster; asked only where something is to be removed. */
  agent?: KubernetesObject;
}

const type = resourceTypes.modelDeployment;
const version = type.apiVersion;

/**
 * Deployments that the portal made for this application and that it means no more: removed once the agent runs with its
 * new one. What somebody else made in the account stays.
 */
export const formerDeployments: MadeInAzure = {
  in: 'azure',
  id: 'former-deployments',
  type,
  title: 'Former model deployments',
  dependsOn: ['foundry-account', 'model-deployment', 'agent-rollout'],
  within: 'foundry-account',
  isMade: hasOwnAccount,
  made: (app, { azure, cluster }) => resource(removal(app, { arm: azure.arm, cluster })),
  foundBy: 'nothing',
  actions: { account: actionsOn(type.type, 'delete', 'read') },
  // Where there are some, it is registered.
  providers: [],
};

function removal(
  app: ManifestInput,
  { arm, cluster }: { arm: ArmClient; cluster: ClusterClient },
): Resource<Former> {
  const { names, request } = app;
  const title = `${formerDeployments.title} of ${names.foundryAccount}`;
  const all = async (signal: AbortSignal) => {
    try {
      return await arm.list(modelDeploymentsPath(app), version, { signal });
    } catch (error) {
      // No account yet.
      if (error instanceof AzureError && error.status === 404) return [];
      throw error;
    }
  };
  return {
    ...saidOf(formerDeployments, names.foundryAccount),
    title,
    lane: deploymentLane(app),
    obsolete: true,
    async read(step) {
      const { signal } = step;
      const former = (await all(signal)).filter(
        ({ name, tags }) =>
          isOurs(tags, request.entityRef) && !sameText(name, names.modelDeployment),
      );
      if (former.length === 0) return { deployments: [] };
      const agent = await agentDeployment(app, cluster, signal);
      // Its pods ask for what they were told when they started.
      if (agent && keepsFormerConfig(app, step, agent)) return { deployments: [] };
      return { deployments: former.filter(({ name }) => !namesIt(agent, name)), agent };
    },
    waitsFor: ({ deployments, agent }) =>
      deployments.length > 0 && agent && !progressOf(agent).done && !stuck(agent)
        ? `waiting until the agent no longer uses them (${progressOf(agent).progress})`
        : undefined,
    differs: ({ deployments }) => deployments.map(({ name }) => name),
    async write({ signal }, state) {
      if (state?.agent && stuck(state.agent)) {
        throw new ConflictError(
          `${title} are kept, because the agent ${names.service} did not come up with its new model: see its pods, then resume.`,
        );
      }
      for (const { id } of state?.deployments ?? []) {
        signal.throwIfAborted();
        await arm.remove(id, version, { signal });
      }
      return { state: { deployments: [] } };
    },
  };
}

/** A manifest may name a deployment itself, instead of reading the portal's configuration. */
function namesIt(agent: KubernetesObject | undefined, deployment: string): boolean {
  const containers: { env?: { value?: string }[] }[] =
    agent?.spec?.template?.spec?.containers ?? [];
  return containers.some(({ env = [] }) => env.some(({ value }) => value === deployment));
}

/** Whether Kubernetes has given up on the newest rollout (after `progressDeadlineSeconds`). */
function stuck({ status }: KubernetesObject): boolean {
  const conditions: { type: string; status: string }[] = status?.conditions ?? [];
  return conditions.some(one => one.type === 'Progressing' && one.status === 'False');
}
