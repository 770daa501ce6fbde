import { mockServices } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { ownership } from '../kubernetes/ownership';
import { PREVIEW, previewAnnotations, previewName } from '../kubernetes/previewFacts';
import { application } from '../testing/app';
import { auditing } from '../testing/auditing';
import { endExpired } from './previewExpiry';

const { request, zone, names } = application();
const { entityRef } = request;
const end = Date.UTC(2026, 11, 1);

/** A preview's Deployment, as the cluster has it. */
function preview(until: string): KubernetesObject {
  const { labels, annotations } = ownership({ request });
  const facts = { commit: 'c'.repeat(40), image: 'acr.example/weather', since: '', until };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      ...{ name: previewName(names.service), namespace: names.namespace },
      labels: { ...labels, [PREVIEW]: 'true' },
      annotations: { ...annotations, ...previewAnnotations(facts) },
    },
    spec: { template: {} },
  };
}

describe('a preview whose time is over', () => {
  let there: KubernetesObject[];
  let started: { idempotencyKey: string }[];
  /** So many starts fail. */
  let fails: number;
  beforeEach(() => {
    [there, started, fails] = [[preview(new Date(end).toISOString())], [], 0];
  });
  const cluster = { list: async () => there } as unknown as ClusterClient;
  const look = async (now: number, clusterFor = () => cluster) => {
    started = [];
    const { auditor, told } = await auditing();
    const logger = { warn: jest.fn() };
    const store = {
      start: async (asked: { idempotencyKey: string }) => {
        if (fails > 0) {
          fails -= 1;
          throw new Error('The database is away.');
        }
        started.push(asked);
        return { id: 'end', ...asked } as never;
      },
    };
    const auth = mockServices.auth({ pluginId: 'private-ai' });
    const deps = { auditor, auth, zones: [zone], clusterFor, store, logger, poke: () => {} };
    await endExpired(deps as Parameters<typeof endExpired>[0], now);
    return { told, logger };
  };

  it('is ended by the portal itself, as an operation that the auditor hears of', async () => {
    await look(end - 1);
    expect(started).toEqual([]);
    const { told } = await look(end);
    expect(started).toEqual([
      expect.objectContaining({
        ...{ kind: 'end-preview', entityRef, requestedBy: 'plugin:private-ai' },
        input: { entityRef, landingZone: zone.name, expired: true },
      }),
    ]);
    expect(told.length).toBeGreaterThan(0);
    const [{ idempotencyKey }] = started;
    await look(end + 60_000);
    expect(started).toEqual([expect.objectContaining({ idempotencyKey })]);
  });

  it('keeps no other from its end where it cannot be ended itself', async () => {
    there.push(preview(new Date(end - 1).toISOString()));
    fails = 1;
    const { logger } = await look(end);
    expect(started).toHaveLength(1);
    expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining('weather-preview'));
  });

  it('is ended anew after a while where that failed, also where nobody can read when it was over', async () => {
    there = [preview('soon')];
    await look(end);
    const [first] = started;
    await look(end + 3_600_000);
    expect(started).toHaveLength(1);
    expect(started[0].idempotencyKey).not.toBe(first.idempotencyKey);
  });

  it('is not looked for where the cluster is away, which is told', async () => {
    const { logger } = await look(0, () => {
      throw new ServiceUnavailableError('The cluster is away.');
    });
    expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining('The cluster is away.'));
  });
});
