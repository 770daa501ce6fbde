import { DEFAULT_AGENT_PATH } from '@private-ai/plugin-private-ai-common';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { progressOf } from '../kubernetes/rollout';
import type { ManifestInput } from '../app/names';
import { agentLocation } from './agentLocation';
import { probeHealth, probeModel } from './agentProbe';
import { checkable, type Checkable } from '../resources/checkable';

/**
 * The agent as it runs: its Deployment and Service, its health, and one real question to its model, asked as its identity.
 *
 * @param user - signs the portal's word about who asks
 */
export function agentChecks(
  app: ManifestInput,
  cluster: ClusterClient,
  user: () => Promise<string>,
): Checkable[] {
  const { names, request } = app;
  const { namespace, service: name } = names;
  const at = agentLocation(app, DEFAULT_AGENT_PATH);
  return [
    checkable<KubernetesObject>({
      id: 'deployment',
      type: 'Deployment',
      name,
      title: `Deployment ${name}`,
      // In another application's namespace nothing is looked at.
      dependsOn: ['namespace'],
      read: ({ signal }) =>
        cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }, signal),
      waitsFor(deployment) {
        const { done, progress } = progressOf(deployment);
        return done ? undefined : progress;
      },
      differs: () => [],
      says: deployment => progressOf(deployment).progress,
    }),
    checkable<KubernetesObject>({
      id: 'service',
      type: 'Service',
      name,
      title: `Service ${name}`,
      dependsOn: ['namespace'],
      read: ({ signal }) =>
        cluster.get({ apiVersion: 'v1', kind: 'Service', namespace, name }, signal),
      differs: () => [],
    }),
    checkable<string>({
      id: 'agent',
      type: 'Agent',
      name,
      title: `Agent of ${name}`,
      dependsOn: ['deployment', 'service'],
      read: ({ signal }) => probeHealth(at, cluster, signal),
      differs: () => [],
      says: words => words,
    }),
    checkable<string>({
      id: 'model',
      type: 'Model',
      name: request.model.name,
      title: `Model ${request.model.name} through the agent`,
      dependsOn: ['agent'],
      read: ({ signal }) => probeModel(at, { cluster, user, signal }),
      differs: () => [],
      says: words => words,
    }),
  ];
}
