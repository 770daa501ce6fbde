import { createRequire } from 'node:module';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Python } from '../python/environments.ts';
import { pythonInstrumentation } from '../python/instrumentation.ts';
import { execute } from '../registry/process.ts';
import type { ClusterClient } from './client.ts';
import * as runtimes from './injectedRuntimes.ts';
import { askedInstrumentation, withInstrumentation } from './injection.ts';
import { withWorkloadIdentity } from './workloadIdentity.ts';

const registerFile = createRequire(import.meta.url).resolve(
  '@opentelemetry/auto-instrumentations-node/register',
);

/** What the cluster's webhooks make of new pods. */
export function podWebhooks(
  client: ClusterClient,
  { tenantId, python, log }: { tenantId: string; python: Python; log(message: string): void },
) {
  const packages =
    'environments' in python
      ? pythonInstrumentation(python.environments, (program, args) =>
          execute(program, args, {
            workingDir: import.meta.dirname,
            env: {},
            log: line => log(`python: ${line}`),
            signal: AbortSignal.timeout(300_000),
          }),
        )
      : () => Promise.reject(new Error(python.problem));
  const loaded = {
    nodejs: async () => runtimes.nodejs(registerFile),
    python: async () => runtimes.python(await packages()),
  };

  /** Workload identity's. */
  async function identified(
    pod: KubernetesObject,
    namespace = String(pod.metadata.namespace),
  ): Promise<KubernetesObject> {
    const name = pod.spec.serviceAccountName ?? 'default';
    const account = await client.get('serviceaccounts', { namespace, name });
    return withWorkloadIdentity(pod, account, tenantId);
  }

  /** All of them, for a ReplicaSet's pod. @throws when the instrumentation that it asks for cannot be had */
  async function admit(pod: KubernetesObject, set: KubernetesObject): Promise<KubernetesObject> {
    let admitted = await identified(pod, String(set.metadata.namespace));
    for (const language of ['nodejs', 'python'] as const) {
      const asked = askedInstrumentation(pod, language);
      const instrumentation = asked && (await instrumentationFor(client, asked));
      if (!instrumentation) continue;
      admitted = withInstrumentation(admitted, instrumentation, {
        deployment: set.metadata.ownerReferences?.find(one => one.kind === 'Deployment')?.name,
        replicaSet: set.metadata.name,
        language,
        runtime: await loaded[language](),
      });
    }
    return admitted;
  }

  return { identified, admit };
}

/** As the operator does: `true` means the only one of the namespace, and none where there are several. */
async function instrumentationFor(
  client: ClusterClient,
  { namespace, name }: { namespace: string; name?: string },
): Promise<KubernetesObject | undefined> {
  if (name) return client.get('instrumentations', { namespace, name });
  const { items } = await client.list('instrumentations', namespace);
  return items.length === 1 ? items[0] : undefined;
}
