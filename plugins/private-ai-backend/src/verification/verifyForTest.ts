import { apiVersions } from '../azure/apiVersions';
import { identityId } from '../azure/userAssignedIdentity';
import { objectPath } from '../kubernetes/address';
import type { ClusterClient, ObjectRef } from '../kubernetes/client';
import { send } from '../kubernetes/request';
import { createVerifyWork } from './work';
import { appGraph } from '../provisioning/appGraph';
import { planGraph } from '../engine/plan';
import type { startAppInSandbox } from '../testing/appInSandbox';
import { LABEL_LOOKUP } from './lookupPod';

export type World = Awaited<ReturnType<typeof startAppInSandbox>>;

export const signal = new AbortController().signal;
export const namespace: ObjectRef = { apiVersion: 'v1', kind: 'Namespace', name: 'weather' };
export const inNamespace = (kind: string, name: string, apiVersion = 'v1'): ObjectRef => ({
  apiVersion,
  kind,
  namespace: 'weather',
  name,
});

/** The pods that look names up, of whichever operation. */
export const lookupPods = ({ cluster }: World) =>
  cluster.list({
    apiVersion: 'v1',
    kind: 'Pod',
    namespace: 'weather',
    labelSelector: LABEL_LOOKUP,
  });

/** Verifies, and sorts what the operation's log says by check. */
export async function verify(
  world: World,
  more: { cluster?: ClusterClient; signal?: AbortSignal } = {},
) {
  const lines: [level: string, name: string, message: string][] = [];
  const log = (line: string, level = 'info') => {
    const [, name, message] = /^(.*?): (.*)$/s.exec(line)!;
    lines.push([level, name, message]);
  };
  const cluster = more.cluster ?? world.cluster;
  const work = createVerifyWork({
    azure: () => world.azure,
    cluster: () => cluster,
    owner: async () => world.app.owner,
    userTokens: world.userTokens,
  });
  const error: Error | undefined = await work
    .run(world.context('the-operation', { log, signal: more.signal ?? signal }))
    .then(
      () => undefined,
      thrown => thrown,
    );
  const wrong = lines.filter(([level]) => level === 'error');
  return {
    wrong: Object.fromEntries(wrong.map(([, name, message]) => [name, message])),
    skipped: lines.filter(([level]) => level === 'warn').map(([, name]) => name),
    well: lines.filter(([level]) => level === 'info').map(([, name]) => name),
    error,
  };
}

/** What provisioning would write. */
export async function plan({ app, azure, cluster, userTokens }: World): Promise<string[]> {
  const { jwks } = userTokens;
  const { rows } = await planGraph(appGraph(app, { azure, cluster, jwks }), { signal });
  return rows.filter(({ action }) => action !== 'leave').map(({ type, name }) => `${type} ${name}`);
}

/** As another client of the cluster would. */
export async function patch({ platform }: World, ref: ObjectRef, body: object) {
  const answer = await send(await platform.connection(), {
    method: 'PATCH',
    path: objectPath(ref),
    contentType: 'application/merge-patch+json',
    body: JSON.stringify(body),
  });
  if (answer.status >= 300) throw new Error(answer.text);
}

export async function identityProperty(
  { app, azure }: World,
  name: 'clientId' | 'principalId',
): Promise<string> {
  const identity = await azure.arm.get(identityId(app), apiVersions.identity);
  return String(identity?.properties[name]);
}
