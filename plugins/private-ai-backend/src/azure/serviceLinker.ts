import { ServiceLinkerManagementClient, type LinkerResource } from '@azure/arm-servicelinker';
import type { TokenCredential } from '@azure/core-auth';
import { systemClock } from '../time/clock';
import { azureError, isAbsent } from './errors';
import { finish, type LibraryPoller } from './longRunning';
import { createPace, type Pace } from './pace';
import { outfit } from './pipeline';
import { linkersOf } from './serviceConnector';

/** A connection of a cluster, as the library reads it. */
export type Linker = LinkerResource & { readonly id: string; readonly name: string };

/**
 * Service Connector through its own library, for what that carries whole and the portal asks for: what connections there
 * are, and their removal. Failures are `AzureError`s with the sentences of the ArmClient.
 *
 * The library (2.1.0) speaks api-version 2022-05-01. A connection is written, and read again while it is made, through the
 * ArmClient: the library drops `authInfo.roles`, `authMode`, `configurationInfo` and `publicNetworkSolution` without a word
 * (connectorWire.test.ts). Nobody asks for its `validate`, which says success on AKS whatever is missing, nor for its
 * `listConfigurations`, which answers secrets: verification looks at what has come of the connection in the cluster.
 */
export interface ServiceLinker {
  /** Undefined when there is none. Ids begin with `/`. */
  get(id: string, signal?: AbortSignal): Promise<Linker | undefined>;
  /** All connections of a cluster, other applications' too. */
  list(clusterId: string, signal?: AbortSignal): Promise<Linker[]>;
  /**
   * Deletes (or goes on with it) and waits; what is not there is deleted already. Its objects in the cluster stay.
   */
  remove(
    id: string,
    options: {
      signal: AbortSignal;
      resumeFrom?: string;
      onPoller?(token: string): Promise<void>;
    },
  ): Promise<void>;
}

export function createServiceLinker(options: {
  endpoint: string;
  subscriptionId: string;
  credential: TokenCredential;
  ca?: string;
  /** Shared by all clients of one identity. */
  pace?: Pace;
  /** Milliseconds for the answer to one request; a minute when left out. */
  requestMs?: number;
}): ServiceLinker {
  const { endpoint, subscriptionId, credential, ca, pace = createPace(), requestMs } = options;
  const client = new ServiceLinkerManagementClient(credential, {
    endpoint,
    // Without it the library asks the public cloud, whatever the endpoint says.
    $host: endpoint,
    credentialScopes: `${endpoint}/.default`,
    ...(ca !== undefined && { tlsOptions: { ca } }),
  });
  outfit(client.pipeline, { endpoint, pace, requestMs });
  const { linker } = client;
  const waiting = { clock: systemClock, readsShort: () => pace.readsShort(subscriptionId) };

  /** @throws AzureError */
  async function asking<T>(id: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      throw azureError(thrown, id);
    }
  }

  return {
    async get(id, signal) {
      const { clusterId, name } = placeOf(id);
      try {
        const found = await asking(id, () => linker.get(clusterId, name, { abortSignal: signal }));
        return found as Linker;
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },

    list: (clusterId, signal) =>
      asking(linkersOf(clusterId), async () => {
        const all: Linker[] = [];
        for await (const one of linker.list(bare(clusterId), { abortSignal: signal }))
          all.push(one as Linker);
        return all;
      }),

    async remove(id, given) {
      const { clusterId, name } = placeOf(id);
      const begin = (resumeFrom?: string) =>
        linker.beginDelete(clusterId, name, { abortSignal: given.signal, resumeFrom });
      try {
        await finish<void>(
          {
            start: async () => asked(begin, await begin()),
            restore: token => asked(begin, readToken(token)),
          },
          { ...given, ...waiting, id },
        );
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
    },
  };
}

type Deletion = Awaited<ReturnType<ServiceLinkerManagementClient['linker']['beginDelete']>>;

/** The library's poller, or one that is yet to be made from a token: making it asks Azure at once. */
function asked(
  begin: (resumeFrom: string) => Promise<Deletion>,
  from: Deletion | string,
): LibraryPoller<void> {
  let poller = typeof from === 'string' ? undefined : from;
  return {
    isDone: () => poller?.isDone() ?? false,
    token: async () => poller?.toString() ?? (from as string),
    result: () => {},
    async poll(abortSignal) {
      if (poller) await poller.poll({ abortSignal });
      else poller = await begin(from as string);
    },
  };
}

/** @throws where it is none of a poller's */
function readToken(token: string): string {
  if (typeof JSON.parse(token)?.state === 'object') return token;
  throw new Error('The token is none of a long-running operation.');
}

// The library's path template begins with a slash of its own: `//subscriptions` would be another path.
const bare = (id: string) => id.replace(/^\//, '');

function placeOf(id: string): { clusterId: string; name: string } {
  const [, clusterId = '', name = ''] =
    /^\/?(.*)\/providers\/[^/]+\/linkers\/([^/]+)$/i.exec(id) ?? [];
  return { clusterId, name };
}
