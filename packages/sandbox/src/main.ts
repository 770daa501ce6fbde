// `npm run sandbox [-- --port 7440 --state .sandbox --model-upstream URL]`, `npm run sandbox -- reset [--state …]`.
// With KUBECONFIG set it stands in front of that cluster. Prints one line of JSON with all that a client needs; what goes on is written to standard error.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    port: { type: 'string', default: '7440' },
    state: { type: 'string', default: '.sandbox' },
    'model-upstream': { type: 'string' },
    // Ends when its standard input does: for who starts it as a child.
    'with-parent': { type: 'boolean', default: false },
  },
});
const state = resolve(values.state);
const [command, ...rest] = positionals;

if (rest.length || (command && command !== 'reset')) {
  fail(`Unknown argument: ${positionals.join(' ')}. There is: reset.`);
} else if (command === 'reset') {
  rmSync(state, { recursive: true, force: true });
  console.log(`The sandbox forgot everything that lay in ${state}.`);
} else if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65525) {
  fail(`--port takes a number up to 65525, not ${values.port}.`);
} else {
  await run();
}

async function run(): Promise<void> {
  const ended = new Promise<void>(done => {
    process.once('SIGINT', done).once('SIGTERM', done);
    if (values['with-parent']) process.stdin.on('end', done).on('error', done).resume();
  });
  try {
    const sandbox = await startSandbox({
      port: Number(values.port),
      state,
      log: line => console.error(line),
      modelUpstream: values['model-upstream'],
      kubeconfig: process.env.KUBECONFIG,
    });
    console.log(JSON.stringify(sandbox.facts));
    await ended;
    await sandbox.stop();
    process.exit(0);
  } catch (error) {
    fail((error as Error).message);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
