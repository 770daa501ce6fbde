import { collectionPath } from './address';
import type { KubernetesObject } from './client';

export interface FakedStatus {
  pod?: object;
  replicaSet?: object;
}

/** Where nothing runs the controllers: a Deployment with its ReplicaSet and a pod, in the state that is given. */
export async function asControllersWould(
  api: {
    raw(method: 'POST' | 'PATCH', path: string, body: object, contentType?: string): Promise<any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- any kind
    namespace: string;
    /** The pod's spec. */
    template: object;
  },
  name: string,
  status: FakedStatus,
): Promise<void> {
  const { raw, namespace } = api;
  const labels = { rollout: name };
  const template = { metadata: { labels }, spec: api.template };
  const spec = { replicas: 1, selector: { matchLabels: labels }, template };
  const meta = (own: string, owner?: KubernetesObject) => ({
    name: own,
    namespace,
    labels,
    annotations: { 'deployment.kubernetes.io/revision': '1' },
    ...(owner && {
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: owner.kind,
          name: owner.metadata.name,
          uid: owner.metadata.uid,
        },
      ],
    }),
  });
  const apps = (kind: string) => collectionPath({ apiVersion: 'apps/v1', kind, namespace });
  const put = (path: string, body: object) =>
    raw('PATCH', `${path}/status`, { status: body }, 'application/merge-patch+json');

  const top = await raw('POST', apps('Deployment'), {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta(name),
    spec,
  });
  const set = await raw('POST', apps('ReplicaSet'), {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: meta(`${name}-rs`, { ...top, kind: 'Deployment' }),
    spec,
  });
  if (status.replicaSet) {
    await put(`${apps('ReplicaSet')}/${name}-rs`, { replicas: 0, ...status.replicaSet });
  }
  if (!status.pod) return;
  const pods = collectionPath({ apiVersion: 'v1', kind: 'Pod', namespace });
  await raw('POST', pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta(`${name}-pod`, { ...set, kind: 'ReplicaSet' }),
    spec: api.template,
  });
  await put(`${pods}/${name}-pod`, status.pod);
}

/** A pod whose only container waits for a reason. */
export const waiting = (reason: string, more: object = {}) => ({
  phase: 'Pending',
  containerStatuses: [
    {
      name: 'agent',
      image: 'x',
      imageID: '',
      ready: false,
      restartCount: 3,
      state: { waiting: { reason } },
      ...more,
    },
  ],
});
