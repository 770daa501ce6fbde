// `replica.ts <folder>`: a replica of the portal's backend that holds only engine and store, to be killed at will and
// started again on the same folder. The folder has `replica.json` (ReplicaSettings) and the database.
//
// Requests come on standard input, a line of JSON each: `{do: "start", key, kind, input, by}`, `{do: "cancel", key}`,
// `{do: "resume", key}`. It prints `{ready: true}`, `{kept: key}` (from then on no death of it loses the operation) and
// `{ended: …}`, a line each; at its start also the ends of what had ended before. It ends when its standard input does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import createKnex from 'knex';
import { azureFor } from '../../plugins/private-ai-backend/src/azure/azureFor';
import { zoneIn, type Facts } from '../../plugins/private-ai-backend/src/testing/localAzure';
import { createPace } from '../../plugins/private-ai-backend/src/azure/pace';
import type { LandingZone } from '../../plugins/private-ai-backend/src/config/landingZone';
import { anOwner } from '../../plugins/private-ai-backend/src/testing/app';
import { clusterFor } from '../../plugins/private-ai-backend/src/kubernetes/clusterFor';
import { createPreflight } from '../../plugins/private-ai-backend/src/preflight/preflight';
import { migrate } from '../../plugins/private-ai-backend/src/database/database';
import { isEnded } from '../../plugins/private-ai-backend/src/operations/row';
import { OperationStore } from '../../plugins/private-ai-backend/src/operations/store';
import { writingKinds, type Works } from '../../plugins/private-ai-backend/src/operations/work';
import { OperationWorker } from '../../plugins/private-ai-backend/src/operations/worker';
import { createProvisionWork } from '../../plugins/private-ai-backend/src/provisioning/work';
import { createRetireWork } from '../../plugins/private-ai-backend/src/retirement/work';
import { publishedForTest } from '../../plugins/private-ai-backend/src/testing/keys';

interface ReplicaSettings {
  /** The sandbox's. */
  facts: Facts;
  /** Milliseconds after which a request without an answer has failed; production's when left out. */
  requestMs?: number;
  /** Milliseconds after which another replica goes on. */
  leaseMs: number;
  pollMs: number;
  /** Sends as fast as it can, where the sandbox does not throttle. */
  unpaced?: boolean;
  /** Asks Azure about the landing zone anew for each application, instead of once a minute. */
  forgetful?: boolean;
}

interface Asked {
  do: 'start' | 'cancel' | 'resume';
  key: string;
  kind?: 'provision' | 'retire';
  input?: never;
  by?: string;
}

const folder = process.argv[2];
const settings: ReplicaSettings = JSON.parse(readFileSync(join(folder, 'replica.json'), 'utf8'));
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const warn = (message: string) => console.error(message);
const logger = { error: warn, warn, info: () => {}, debug: () => {}, child: () => logger };

async function main() {
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename: join(folder, 'operations.sqlite') },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  // A process that is killed loses nothing that SQLite has given to the kernel.
  await knex.raw('PRAGMA journal_mode = WAL');
  await knex.raw('PRAGMA synchronous = NORMAL');
  await migrate(knex);
  const zone = zoneIn(settings.facts);
  const unbounded = { size: 1e6, perSecond: 1e6 };
  const pace = settings.unpaced
    ? createPace({ rates: { reads: unbounded, writes: unbounded, deletes: unbounded } })
    : undefined;
  const azure = azureFor(zone, { requestMs: settings.requestMs, pace });
  const reach = { azure: () => azure, cluster: (of: LandingZone) => clusterFor(of, azure) };
  const shared = createPreflight({ ...reach, prometheus: () => undefined });
  const works = {
    provision: createProvisionWork({
      ...reach,
      owner: async () => anOwner,
      userTokens: publishedForTest,
      preflight: async (...asked) => {
        const preflight = settings.forgetful
          ? createPreflight({ ...reach, prometheus: () => undefined })
          : shared;
        return (await preflight.app(...asked)).map(({ message }) => message);
      },
    }),
    // Of the catalog and the git host nothing is asked here.
    retire: createRetireWork({ ...reach, after: {} as never }),
  } as Works;
  const { leaseMs, pollMs } = settings;
  const worker = new OperationWorker({ knex, zones: [zone], works, logger, leaseMs, pollMs });
  const store = new OperationStore(knex, writingKinds(works));

  const rows = () => knex('operations').select('id', 'idempotency_key as key', 'state');
  const idOf = async (key: string) => (await rows().where('idempotency_key', key).first())?.id;
  const open = new Set<string>((await rows()).map(({ id }) => id));

  async function tellEnds(): Promise<void> {
    for (const { id, key, state } of await rows().whereIn('id', [...open])) {
      if (!isEnded(state)) continue;
      open.delete(id);
      const { error, outputs, startedAt, endedAt } = await store.get(id);
      const log = await knex('operation_log').where({ operation_id: id }).orderBy('seq');
      const [lines, times] = [log.map(({ message }) => message), log.map(({ time }) => time)];
      say({ ended: { key, id, state, error, outputs, startedAt, endedAt, log: lines, times } });
    }
  }

  async function act(asked: Asked): Promise<void> {
    const { key, kind = 'provision', input, by = 'user:default/bench' } = asked;
    if (asked.do === 'start') {
      const { app, entityRef } = input as unknown as { app?: never; entityRef?: string };
      const { id } = await store.start({
        kind,
        entityRef: entityRef ?? (app as unknown as { entityRef: string }).entityRef,
        landingZone: zone.name,
        requestedBy: by,
        input: input as never,
        idempotencyKey: key,
      });
      open.add(id);
      say({ kept: key });
    } else {
      const id = await idOf(key);
      await (asked.do === 'cancel' ? store.cancel(id, by) : store.resume(id, by));
      open.add(id);
    }
    worker.poke();
  }

  let turn = Promise.resolve();
  createInterface(process.stdin)
    .on('line', line => {
      const asked: Asked = JSON.parse(line);
      turn = turn
        .then(() => act(asked))
        .catch(({ name, message }) =>
          say({ ended: { key: asked.key, state: 'not taken', error: { name, message }, log: [] } }),
        );
    })
    .on('close', () => void turn.then(() => worker.stop()).then(() => process.exit(0)));
  worker.start();
  say({ ready: true });
  for (;;) {
    await tellEnds();
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

void main();
