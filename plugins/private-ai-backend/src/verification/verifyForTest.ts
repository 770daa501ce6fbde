import type { ResourceId } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import { identityId } from '../azure/userAssignedIdentity';
import { objectPath } from '../kubernetes/address';
import type { ClusterClient, ObjectRef } from '../kubernetes/client';
import { send } from '../kubernetes/request';
import { createVerifyWork } from './work';
import { appGraph } from '../provisioning/appGraph';
import { planGraph } from '../engine/plan';
import type { Resource } from '../engine/resource';
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

const graphOf = ({ app, azure, cluster, userTokens: { jwks } }: World) =>
  appGraph(app, { azure, cluster, jwks });

/** What lies in something, by title; nothing in nothing. */
export function lyingIn(world: World, id?: ResourceId): { all: string[]; written: string[] } {
  const graph = graphOf(world);
  const liesIn = (one?: Resource): boolean =>
    one?.within !== undefined &&
    (one.within === id || liesIn(graph.find(other => other.id === one.within)));
  const all = graph.filter(liesIn);
  const titles = (of: Resource[]) => of.map(({ title }) => title);
  return { all: titles(all), written: titles(all.filter(one => !one.obsolete)) };
}

/** What provisioning would write. */
export async function plan(world: World): Promise<string[]> {
  const { rows } = await planGraph(graphOf(world), { signal });
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
