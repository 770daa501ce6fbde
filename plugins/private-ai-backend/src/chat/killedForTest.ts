// A portal's process that a test kills: `killedForTest.ts <database file, or PostgreSQL's port> <agent's address>` asks one question.
import { mockServices } from '@backstage/backend-test-utils';
import { connectPostgres, startSqlite } from '../testing/databases';
import { landingZone } from '../testing/landingZone';
import { ChatRuns } from './runs';
import { ChatStore } from './store';

const [, , database, agent] = process.argv;
const owner = { entityRef: 'component:default/weather', userRef: 'user:default/ana' };

async function main() {
  const port = Number(database);
  const knex = port ? connectPostgres(port) : (await startSqlite(database)).knex;
  const runs = new ChatRuns({
    store: new ChatStore(knex),
    logger: mockServices.rootLogger({ level: 'error' }),
  });
  runs.watch();
  const at = {
    ...owner,
    zone: landingZone(),
    namespace: 'ai-weather',
    service: { name: 'weather', port: 80 },
    agentPath: '/api/agent',
  };
  const way = async () => ({ url: new URL(agent), headers: {} });
  const { run } = await runs.start(owner, at, way, { message: 'hello' });
  console.log(run.threadId);
}

void main();
