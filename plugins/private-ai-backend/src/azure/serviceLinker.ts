import {
  ServiceLinkerManagementClient,
  type LinkerResource,
  type SourceConfiguration,
} from '@azure/arm-servicelinker';
import type { TokenCredential } from '@azure/core-auth';
import { systemClock } from '../time/clock';
import { azureError, isAbsent } from './errors';
import { finish, type LibraryPoller } from './longRunning';
import { createPace, type Pace } from './pace';
import { outfit } from './pipeline';
import { linkerId } from './serviceConnector';

/**
 * Service Connector through its own library, for what that carries. It speaks api-version 2022-05-01 and drops
 * `authInfo.roles`, `publicNetworkSolution` and `configurationInfo` without a word, so a connector is written through
 * the ArmClient with `linkerBody` instead. Its validation is not used: on AKS it always says success.
 */
export interface ServiceLinker {
  /** Undefined when there is none. */
  get(clusterId: string, name: string, signal?: AbortSignal): Promise<LinkerResource | undefined>;
  /** All connectors of a cluster, other applications' too. */
  list(clusterId: string, signal?: AbortSignal): Promise<LinkerResource[]>;
  /** Names and values that the connector gives to the application; values of secrets among them. */
  listConfigurations(
    clusterId: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<SourceConfiguration[]>;
  /**
   * Deletes (or goes on with it) and waits; what is not there is deleted already. Its objects in the cluster stay.
   */
  remove(
    clusterId: string,
    name: string,
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
    async get(clusterId, name, signal) {
      try {
        return await asking(linkerId(clusterId, name), () =>
          linker.get(bare(clusterId), name, { abortSignal: signal }),
        );
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },

    list: (clusterId, signal) =>
      asking(clusterId, async () => {
        const all: LinkerResource[] = [];
        for await (const one of linker.list(bare(clusterId), { abortSignal: signal }))
          all.push(one);
        return all;
      }),

    listConfigurations: (clusterId, name, signal) =>
      asking(linkerId(clusterId, name), async () => {
        const answer = await linker.listConfigurations(bare(clusterId), name, {
          abortSignal: signal,
        });
        return answer.configurations ?? [];
      }),

    async remove(clusterId, name, given) {
      const begin = (resumeFrom?: string) =>
        linker.beginDelete(bare(clusterId), name, { abortSignal: given.signal, resumeFrom });
      try {
        await finish<void>(
          { start: async () => asked(begin, await begin()), restore: token => asked(begin, token) },
          { ...given, ...waiting, id: linkerId(clusterId, name) },
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

const bare = (id: string) => id.replace(/^\//, '');
