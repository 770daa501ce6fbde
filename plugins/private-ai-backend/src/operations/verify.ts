import { CustomErrorBase } from '@backstage/errors';
import { DEFAULT_AGENT_PATH } from '@private-ai/plugin-private-ai-common';
import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config';
import type { ClusterClient } from '../kubernetes/client';
import { requireOwnNamespace } from '../kubernetes/ownership';
import { progressOf } from '../kubernetes/rollout';
import { namesOf } from '../landingZones/names';
import { appGraph } from '../provisioning/appGraph';
import { agentLocation } from './agentLocation';
import { check, checkResources, type Check } from './checks';
import { probeHealth, probeModel } from './agentProbe';
import type { Work } from './work';

/** Something of an app is not as it should be: every failing check is named. */
export class VerificationError extends CustomErrorBase {
  name = 'VerificationError' as const;
  readonly statusCode = 502;
}

/** Reads everything back, and asks the agent one real question. Writes nothing. */
export function createVerifyWork(deps: {
  azure(zone: LandingZone): Azure;
  cluster(zone: LandingZone): ClusterClient;
}): Work<'verify'> {
  return {
    kind: 'verify',
    async run({ operation, zone, signal, log }) {
      const { app: request } = operation.input;
      const names = namesOf(request, zone);
      const app = { request, names, zone };
      const cluster = deps.cluster(zone);
      const at = agentLocation(app, DEFAULT_AGENT_PATH);

      const checks = await checkResources(
        appGraph(app, { azure: deps.azure(zone), cluster }),
        signal,
      );
      const running = await check(`Deployment ${names.service}`, signal, async () => {
        const deployment = await cluster.get(
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            namespace: names.namespace,
            name: names.service,
          },
          signal,
        );
        if (!deployment) throw new Error('does not exist');
        const { done, progress } = progressOf(deployment);
        if (!done) throw new Error(`is not complete: ${progress}`);
        return progress;
      });
      // Never another app's agent: the namespace has to say whose it is before anything in it is asked.
      const health = await check(`Agent of ${names.service}`, signal, async () => {
        await requireOwnNamespace(cluster, app, signal);
        return probeHealth(at, cluster, signal);
      });
      const model = await check(
        `Model ${names.modelDeployment} through the agent`,
        signal,
        async () => {
          if (!health.ok) throw new Error('not asked, because the agent is not well');
          return probeModel(at, cluster, signal);
        },
      );
      checks.push(running, health, model);
      for (const { name, ok, message } of checks) {
        log(`${name}: ${message}`, ok ? 'info' : 'error');
      }
      requireAll(checks, request.entityRef);
      return { checks };
    },
  };
}

function requireAll(checks: Check[], entityRef: string): void {
  const failing = checks.filter(({ ok }) => !ok);
  if (failing.length === 0) return;
  const list = failing.map(({ name, message }) => `${name}: ${message}`).join('; ');
  throw new VerificationError(
    `${failing.length} of ${checks.length} checks of ${entityRef} failed. ${list}. Run provision and deploy again to bring them back, or ask the platform team.`,
  );
}
