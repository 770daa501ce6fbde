import { agentConfigMap, CONFIG_HASH, configHash } from '../kubernetes/agentConfig';
import { appliedFields } from '../kubernetes/appliedFields';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { FIELD_MANAGER } from '../kubernetes/clusterClient';
import { rolledOut } from '../kubernetes/rollout';
import type { ManifestInput } from '../app/names';
import { resource, type Resource, type Step } from '../engine/resource';
import { saidOf, type ClusterResource } from './descriptor';
import { deploymentName } from './modelDeployment';

interface Agent {
  /** Undefined before the first deployment of the agent. */
  deployment?: KubernetesObject;
}

/** The agent as it runs in the cluster, if it does. */
export function agentDeployment(
  { names }: ManifestInput,
  cluster: ClusterClient,
  signal: AbortSignal,
): Promise<KubernetesObject | undefined> {
  const { namespace, service: name } = names;
  return cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }, signal);
}

/** Starts the agent's pods anew where they were started with another configuration, and waits until they run. */
export const agentRollout: ClusterResource = {
  in: 'cluster',
  id: 'agent-rollout',
  title: 'Rollout of the agent',
  dependsOn: ['agent-config', 'ca-bundle'],
  made: (app, { cluster }) => resource(rollout(app, cluster)),
};

function rollout(app: ManifestInput, cluster: ClusterClient): Resource<Agent> {
  const { names } = app;
  const wanted = (step: Step) => wantedHash(app, step);
  return {
    ...saidOf(agentRollout, names.service),
    onlyWhenDue: true,
    async read({ signal }) {
      const deployment = await agentDeployment(app, cluster, signal);
      return deployment && readsConfig(deployment, names.agentConfig) ? { deployment } : {};
    },
    differs({ deployment }, step) {
      if (!deployment || !appliedFields(deployment, FIELD_MANAGER)) return [];
      return configOf(deployment) === wanted(step)
        ? []
        : ['its pods run with a former configuration'];
    },
    async write(step, agent) {
      const own = agent?.deployment && appliedFields(agent.deployment, FIELD_MANAGER);
      if (!own) return undefined;
      const { signal } = step;
      await cluster.apply(withHash(own, wanted(step)), { signal });
      await rolledOut(
        cluster,
        { namespace: names.namespace, name: names.service },
        { signal, log: () => {} },
      );
      return undefined;
    },
  };
}

/**
 * Whether its pods may still run with what an earlier configuration told them, and the portal is not the one to start them
 * anew: it never applied the Deployment.
 */
export function keepsFormerConfig(
  app: ManifestInput,
  step: Pick<Step, 'of'>,
  agent: KubernetesObject,
): boolean {
  return (
    readsConfig(agent, app.names.agentConfig) &&
    !appliedFields(agent, FIELD_MANAGER) &&
    configOf(agent) !== wantedHash(app, step)
  );
}

const configOf = ({ spec }: KubernetesObject): string | undefined =>
  spec.template.metadata?.annotations?.[CONFIG_HASH];

const wantedHash = (app: ManifestInput, step: Pick<Step, 'of'>) =>
  configHash(agentConfigMap(app, deploymentName(app, step)), app.zone.network.caBundle);

function withHash(deployment: KubernetesObject, hash: string): KubernetesObject {
  const { spec } = deployment;
  const { metadata } = spec.template;
  const annotations = { ...metadata?.annotations, [CONFIG_HASH]: hash };
  return {
    ...deployment,
    spec: { ...spec, template: { ...spec.template, metadata: { ...metadata, annotations } } },
  };
}

/** Whether anything in its pods comes from that ConfigMap; what the repository says itself needs no new pods. */
function readsConfig(deployment: KubernetesObject, configMap: string): boolean {
  const containers: {
    env?: { valueFrom?: { configMapKeyRef?: { name?: string } } }[];
    envFrom?: { configMapRef?: { name?: string } }[];
  }[] = deployment.spec?.template?.spec?.containers ?? [];
  return containers.some(
    ({ env = [], envFrom = [] }) =>
      env.some(({ valueFrom }) => valueFrom?.configMapKeyRef?.name === configMap) ||
      envFrom.some(({ configMapRef }) => configMapRef?.name === configMap),
  );
}
