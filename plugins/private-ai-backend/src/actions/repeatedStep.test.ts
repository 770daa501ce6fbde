import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startSqlite, type TestDatabase } from '../testing/databases';
import { application } from '../testing/app';
import { startReplica, worksFor } from '../testing/replica';

const { names } = application();
const { namespace, service, foundryAccount, modelDeployment, identity, connector } = names;

describe('a step of a scaffolder that was killed', () => {
  let database: TestDatabase;
  let replica: Awaited<ReturnType<typeof startReplica>>;
  let folder: string;
  let runs = 0;
  let finish: () => void;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'private-ai-step-'));
    database = await startSqlite();
    runs = 0;
    const finished = new Promise<void>(done => {
      finish = done;
    });
    replica = await startReplica({
      knex: database.knex,
      // The portal goes on here: on a busy machine a short lease would have it taken over from itself.
      leaseMs: 60_000,
      works: worksFor({
        async provision({ log }) {
          runs += 1;
          log('Looking at what there is.');
          await finished;
          log('Everything is there.');
          return { namespace, service, foundryAccount, modelDeployment, identity, connector };
        },
      }),
    });
  });
  afterEach(async () => {
    finish();
    await replica.stop();
    await database.close();
    rmSync(folder, { recursive: true });
  });

  /** The step in a process of its own. `seen` is called with each line of its log. */
  async function step(
    seen: (line: string, kill: () => void) => void,
    { keeps = true, expired = false } = {},
  ): Promise<string[]> {
    const kept = join(folder, keeps ? 'state.json' : `none-${Math.random()}.json`);
    const child = spawn(
      process.execPath,
      [
        ...['--require', require.resolve('@backstage/cli/config/nodeTransform.cjs')],
        ...[join(__dirname, 'stepForTest.ts'), replica.url, kept, ...(expired ? ['expired'] : [])],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    const log: string[] = [];
    createInterface(child.stdout).on('line', line => {
      log.push(line);
      seen(line, () => child.kill('SIGKILL'));
    });
    await once(child, 'close');
    return log;
  }
  const killed = (options = {}) =>
    step((line, kill) => line.startsWith('Looking') && kill(), options);
  const followed = (options = {}) => step(line => line.startsWith('Looking') && finish(), options);
  const operations = () => database.knex('operations').select('id', 'state', 'updated_at');
  const outputs = (log: string[]) => JSON.parse(log.at(-1)!).outputs;

  it('finds its operation by the idempotency key, while it runs and after it ended', async () => {
    const first = await killed({ keeps: false });
    expect(first.at(-1)).toBe('Looking at what there is.');
    const second = await followed({ keeps: false });
    expect(second[0]).toBe(first[0]);
    expect(outputs(second)).toMatchObject({ foundryAccount });

    const before = await operations();
    expect(before).toMatchObject([{ state: 'succeeded' }]);
    const third = await step(() => {}, { keeps: false });
    expect(third).toEqual(second);
    expect(await operations()).toEqual(before);
    expect(runs).toBe(1);
  });

  it("follows it by what the task has kept, when the initiator's token has expired", async () => {
    const first = await killed();
    expect(existsSync(join(folder, 'state.json'))).toBe(true);
    const second = await followed({ expired: true });
    expect(second[0]).toBe(first[0]);
    expect(outputs(second)).toMatchObject({ foundryAccount });
    const before = await operations();
    expect(outputs(await step(() => {}, { expired: true }))).toMatchObject({ foundryAccount });
    expect(await operations()).toEqual(before);
    expect(runs).toBe(1);
  });

  it('begins anew where the portal has lost its database', async () => {
    await killed();
    await database.knex('operation_log').delete();
    await database.knex('operations').delete();
    const again = await followed();
    expect(outputs(again)).toMatchObject({ foundryAccount });
    expect(runs).toBe(2);
  });
});
