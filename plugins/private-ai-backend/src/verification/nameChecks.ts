import type { ArmResource } from '../azure/client';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { runPod } from '../kubernetes/runPod';
import type { ManifestInput } from '../app/names';
import type { Step } from '../engine/resource';
import { foundryAccount } from '../resources/foundryAccount';
import { accountDomains, nameIn } from './accountNames';
import { checkable, type Checkable } from '../resources/checkable';
import { LABEL_LOOKUP, lookupPod, lookupSeconds, readLookups, type Lookup } from './lookupPod';
import { requirePrivate } from './privateAddress';

/**
 * Whether the account's names lead to private addresses when a pod of the application's namespace asks for them.
 * @param after - ids of what has to be there for that
 */
export function nameChecks(
  app: ManifestInput,
  deps: {
    cluster: ClusterClient;
    operationId: string;
    after: readonly string[];
    log(message: string, level: 'warn'): void;
  },
): Checkable[] {
  const { names, zone } = app;
  const { cluster, operationId, log } = deps;
  const account = (step: Pick<Step, 'of'>) => step.of<ArmResource>(foundryAccount.id);
  return [
    checkable<Record<string, Lookup>>({
      id: 'lookup',
      type: 'Pod',
      name: names.namespace,
      title: `Lookup of names in namespace ${names.namespace}`,
      dependsOn: ['namespace', 'foundry-account', 'deployment', ...deps.after],
      async read(step) {
        const { signal } = step;
        await removeLeftovers(names.namespace, deps, signal);
        const pod = lookupPod(app, {
          deployment: step.of('deployment'),
          hosts: accountDomains.map(domain => nameIn(domain, account(step)).host),
          operationId,
        });
        return readLookups(await runPod(cluster, pod, { signal, log }));
      },
      differs: () => [],
      says: () => 'a pod of its own has asked',
    }),
    ...accountDomains.map(domain =>
      checkable<string[]>({
        id: `name-${domain}`,
        type: 'Name',
        name: domain,
        title: `Name of the account in ${domain}`,
        dependsOn: ['lookup'],
        async read(step) {
          const name = nameIn(domain, account(step));
          const answer = step.of<Record<string, Lookup>>('lookup')[name.host];
          try {
            return requirePrivate(name, answer, zone.network);
          } catch (error) {
            throw new Error(`${name.host} ${(error as Error).message}`);
          }
        },
        differs: () => [],
        says: addresses => `resolves to ${addresses.join(', ')} in the cluster`,
      }),
    ),
  ];
}

/** What an earlier try of this operation left behind when its replica was killed, and what is long over. */
async function removeLeftovers(
  namespace: string,
  { cluster, operationId }: { cluster: ClusterClient; operationId: string },
  signal: AbortSignal,
): Promise<void> {
  const pods = await cluster.list(
    { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: LABEL_LOOKUP },
    signal,
  );
  const over = Date.now() - 2 * lookupSeconds * 1000;
  const isLeft = ({ metadata }: KubernetesObject) =>
    metadata.labels?.[LABEL_LOOKUP] === operationId ||
    Date.parse(metadata.creationTimestamp ?? '') < over;
  for (const { metadata } of pods.filter(isLeft))
    await cluster.remove({ apiVersion: 'v1', kind: 'Pod', namespace, name: metadata.name }, signal);
}
