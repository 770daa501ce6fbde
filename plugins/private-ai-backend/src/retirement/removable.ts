import { createHash } from 'node:crypto';
import type { StayingThing } from '@private-ai/plugin-private-ai-common';
import type { ArmClient, ArmResource } from '../azure/client';
import type { Linker, ServiceLinker } from '../azure/serviceLinker';
import type { ClusterClient, KubernetesObject, ObjectRef } from '../kubernetes/client';
import { resource, type Resource, type Step } from '../engine/resource';
import type { Child, FoundThing } from './discovery';

/** What turned out not to be the application's any more, just before it would have been removed; by resource id. */
export type Kept = Map<string, StayingThing>;

interface Removal {
  /** In words, e.g. `Foundry account`. */
  type: string;
  name: string;
  /** Ids of what has to be there for longer: it is removed afterwards. */
  dependsOn: readonly string[];
  lane?: string;
  kept: Kept;
}

/** What a removal of something found goes by. */
export interface Removing {
  entityRef: string;
  /** Without a resource group that something else lies in. */
  things: readonly FoundThing[];
  /** Ids of what is still listed, and is not there any more. */
  gone: readonly string[];
  arm: ArmClient;
  kept: Kept;
}

/** The id that a thing has in every retirement, so that a poller's token finds it again. */
export function removalId(type: string, of: string): string {
  const hash = createHash('sha256').update(of.toLowerCase()).digest('hex').slice(0, 12);
  return `${type.toLowerCase().replaceAll(' ', '-')}:${hash}`;
}

export const idOf = ({ of, resource: { id } }: FoundThing | Child): string =>
  removalId(of.title, id);

/** What is asked just before: what changed hands since it was listed stays. */
type StillOurs<Thing> = (now: Thing, signal: AbortSignal) => Promise<boolean> | boolean;

/** Something of Azure that is to go. */
export function armRemoval(
  options: Removal & {
    arm: ArmClient;
    found: ArmResource;
    apiVersion: string;
    stillOurs: StillOurs<ArmResource>;
  },
): Resource {
  const { arm, found, apiVersion, stillOurs, ...rest } = options;
  return azureRemoval(rest, {
    found,
    stillOurs,
    get: signal => arm.get(found.id, apiVersion, signal),
    remove: given => arm.remove(found.id, apiVersion, given),
  });
}

/** The same for a connection. */
export function linkerRemoval(
  options: Removal & {
    linkers: ServiceLinker;
    found: Linker;
    stillOurs: StillOurs<Linker>;
  },
): Resource {
  const { linkers, found, stillOurs, ...rest } = options;
  return azureRemoval(rest, {
    found,
    stillOurs,
    get: signal => linkers.get(found.id, signal),
    remove: given => linkers.remove(found.id, given),
  });
}

function azureRemoval<Thing extends { id: string }>(
  { kept, ...rest }: Removal,
  of: {
    found: Thing;
    stillOurs: StillOurs<Thing>;
    get(signal: AbortSignal): Promise<Thing | undefined>;
    remove(options: { signal: AbortSignal } & Step['poller']): Promise<void>;
  },
): Resource {
  const id = removalId(rest.type, of.found.id);
  async function read({ signal }: Step) {
    const now = await of.get(signal);
    if (!now || (await of.stillOurs(now, signal))) return now;
    kept.set(id, changedHands(rest));
    return undefined;
  }
  return resource<Thing>({
    ...rest,
    id,
    title: `${rest.type} ${rest.name}`,
    read,
    differs: () => [],
    async remove(step) {
      const { resumeFrom } = step.poller;
      if (!resumeFrom && !(await read(step))) return;
      await of.remove({ signal: step.signal, ...step.poller });
    },
  });
}

/** The same for an object of the cluster. */
export function clusterRemoval(
  options: Removal & {
    cluster: ClusterClient;
    ref: ObjectRef;
    stillOurs(found: KubernetesObject): boolean;
  },
): Resource {
  const { cluster, ref, stillOurs, kept, ...rest } = options;
  const id = removalId(rest.type, `${ref.namespace ?? ''}/${ref.name}`);
  async function read({ signal }: Step) {
    const now = await cluster.get(ref, signal);
    if (!now || stillOurs(now)) return now;
    kept.set(id, changedHands(rest));
    return undefined;
  }
  return resource<KubernetesObject>({
    ...rest,
    id,
    title: `${rest.type} ${rest.name}`,
    read,
    differs: () => [],
    waitsFor: ({ status }) =>
      status?.phase === 'Terminating' ? 'waiting until what lies in it is gone' : undefined,
    async remove(step) {
      const now = await read(step);
      if (now && now.status?.phase !== 'Terminating') await cluster.remove(ref, step.signal);
    },
  });
}

const changedHands = ({ type, name }: Pick<Removal, 'type' | 'name'>): StayingThing => ({
  name: `${type} ${name}`,
  message:
    'It is no longer marked as this application’s, or something else has come into it: it is left as it is.',
});
