import { application } from '../testing/app';
import { entityLabel } from '../app/entityLabel';
import type { KubernetesObject } from './client';
import { requireMadeNamespace, requireOwnNamespace } from './ownership';

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
      `There is no namespace weather in the cluster of landing zone korea: correct the annotation of ${entityRef}, or, where the portal had made it, provision it again.`,
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

  it.each([app, located])(
    'is read by its label alone, and written to by both marks %#',
    async sought => {
      const byHand = clusterWith({ 'private-ai-entity': label });
      expect((await requireOwnNamespace(byHand, sought)).metadata.name).toBe('weather');
      await expect(requireMadeNamespace(byHand, sought)).rejects.toMatchObject({
        name: 'NotAllowedError',
        message: expect.stringMatching(/not made by the portal .*nothing is written there/),
      });
      const made = { 'private-ai-entity': label, 'private-ai-managed-by': 'private-ai-portal' };
      expect((await requireMadeNamespace(clusterWith(made), sought)).metadata.labels).toEqual(made);
    },
  );
});
