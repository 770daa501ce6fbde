// A replica's worker in a process of its own, whose work kills it. Says so before, and what its operations ended with.
import { createRequire } from 'node:module';
import { argv, kill, pid } from 'node:process';
import type { Knex } from 'knex';
import { landingZone } from '../testing/landingZone';
import type { Work, Works } from './work';
import { OperationWorker } from './worker';

const createKnex: (config: Knex.Config) => Knex = createRequire(__filename)('knex');
const knex = createKnex(JSON.parse(argv[2]));
const provision: Partial<Work<'provision'>> = {
  kind: 'provision',
  writes: 'makes',
  run: async () => {
    kill(pid, 'SIGKILL');
    return new Promise(() => {});
  },
};
const say = (message: string) => void console.log(message);
const logger = { debug: say, info: say, warn: say, error: say, child: () => logger };

new OperationWorker({
  knex,
  zones: [landingZone()],
  works: { provision } as Works,
  logger,
  pollMs: 50,
  leaseMs: 500,
}).start();
