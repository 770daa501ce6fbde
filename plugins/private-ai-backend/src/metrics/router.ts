import { InputError, NotFoundError } from '@backstage/errors';
import {
  metricRanges,
  privateAiMetricsReadPermission,
  type AppMetrics,
  type MetricRange,
} from '@private-ai/plugin-private-ai-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Access } from '../permissions/access';
import type { LandingZone } from '../config/landingZone';
import { locateApp, type AppLocation } from '../app/location';
import type { ClusterClient } from '../kubernetes/client';
import { isRefusal } from '../outages/away';
import type { Gate } from '../outages/gate';
import { OutageError } from '../outages/outageError';
import { Asking, type Noticed } from '../outages/outages';
import { appMetrics } from './appMetrics';
import { passesByItself } from './prometheus';
import { remember } from '../time/remember';
import { zonePrometheus } from './zonePrometheus';

/** Milliseconds that an answer serves everybody who looks. */
const freshness = 10_000;

/**
 * `GET /apps/:kind/:namespace/:name/metrics?range=`, behind `private-ai.metrics.read` on the entity and only for the
 * entity's own namespace.
 *
 * @param deps - `azureFor`: for the token of an Azure Monitor workspace
 */
export function createMetricsRouter(deps: {
  access: Access;
  zones: readonly LandingZone[];
  clusterFor(zone: LandingZone): ClusterClient;
  azureFor(zone: LandingZone): { token(scope: string): Promise<string> };
  gate: Gate;
  noticed: Noticed;
}): Router {
  const { access, zones, clusterFor, azureFor, gate, noticed } = deps;
  const remembered = remember<AppMetrics>(freshness);
  const router = PromiseRouter();

  router.get('/apps/:kind/:namespace/:name/metrics', async (request, response) => {
    const { entity, entityRef } = await access.app(request, privateAiMetricsReadPermission);
    const range = String(request.query.range ?? '1h');
    if (!isRange(range)) {
      throw new InputError(`range must be one of ${metricRanges.join(', ')}.`);
    }
    const at = locateApp(entity, zones);
    const { zone, namespace, service } = at;
    const key = [entityRef, zone.name, namespace, service.name, range].join(' ');
    response.json(await remembered(key, () => read(at, range)));
  });

  async function read(at: AppLocation, range: MetricRange): Promise<AppMetrics> {
    const { zone, namespace, service } = at;
    const prometheus = zonePrometheus(zone, azureFor);
    if (!prometheus) {
      throw new NotFoundError(
        `The landing zone ${zone.name} has no Prometheus: the platform team sets metrics.url in its configuration.`,
      );
    }
    await gate.lately(at, clusterFor(zone));
    const of = { namespace, service: service.name };
    const asking = new Asking(zone, noticed);
    const found = await appMetrics(of, range, prometheus, Date.now() / 1000).catch(error => {
      if (!passesByItself(error) && !isRefusal(error)) throw error;
      asking.fails('prometheus', error);
    });
    asking.noted(['prometheus'], []);
    const [outage] = asking.outages();
    if (!found) throw new OutageError(outage);
    return { ...found, grafanaUrl: zone.metrics?.grafanaUrl };
  }

  return router;
}

const isRange = (text: string): text is MetricRange => metricRanges.some(range => range === text);
