import { application } from '../testing/app';
import { entityLabel } from '../app/entityLabel';
import type { KubernetesObject } from './client';
import { requireOwnNamespace } from './ownership';

const app = application();
const { entityRef } = app.request;
const located = {
  ...{ entityRef, zone: app.zone, namespace: 'weather', agentPath: '/api/agent' },
  service: { name: 'weather', port: 80 },
};
const label = entityLabel(entityRef);

/** A cluster that has a namespace with these labels, or none. */
const clusterWith = (labels?: Record<string, string>) => ({
  get: async (): Promise<KubernetesObject | undefined> =>
    labels && { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'weather', labels } },
});

describe("an application's namespace", () => {
  it.each([
    ['its request’s names', app],
    ['its entity’s annotations', located],
  ])('is the one that %s lead to, once its label says whose it is', async (_, sought) => {
    const cluster = clusterWith({ 'private-ai-entity': label });
    const { metadata } = await requireOwnNamespace(cluster, sought);
    expect(metadata.name).toBe('weather');
  });

  it.each([
    [
      app,
      undefined,
      'NotFoundError',
      `The namespace weather does not exist: provision ${entityRef} first.`,
    ],
    [
      app,
      {},
      'NotAllowedError',
      `The namespace weather does not belong to ${entityRef}: it carries no label private-ai-entity. Choose another application name.`,
    ],
    [
      app,
      { 'private-ai-entity': 'f00' },
      'NotAllowedError',
      `The namespace weather does not belong to ${entityRef}: it carries another entity's label. Choose another application name.`,
    ],
    [
      located,
      undefined,
      'NotFoundError',
      `There is no namespace weather in the cluster of landing zone korea: provision ${entityRef} again, or correct its annotation.`,
    ],
    [
      located,
      { 'private-ai-entity': 'f00' },
      'NotAllowedError',
      `The namespace weather does not belong to ${entityRef}: it needs the label private-ai-entity=${label}. Ask the platform team.`,
    ],
  ])('is refused with what to do about it %#', async (sought, labels, name, message) => {
    await expect(requireOwnNamespace(clusterWith(labels), sought)).rejects.toMatchObject({
      name,
      message,
    });
  });
});
