// The agent and the servers of this bench, each a process of its own.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const transform = createRequire(import.meta.url).resolve('@backstage/cli/config/nodeTransform.cjs');

/** The next message that has a field; what else loads the code sends messages of its own. */
async function told(child, field) {
  for (;;) {
    const [message] = await once(child, 'message');
    if (message?.[field] !== undefined) return message;
  }
}

export async function startAgent() {
  const child = fork(join(import.meta.dirname, 'agent.mjs'));
  const { port } = await told(child, 'port');
  /** When the connection of which run was closed before its answer was over. */
  const closed = new Map();
  child.on('message', ({ closed: runId, at }) => runId && closed.set(runId, at));
  return {
    url: `http://127.0.0.1:${port}`,
    closed,
    async open() {
      child.send('open?');
      return (await told(child, 'open')).open;
    },
    stop: () => child.disconnect(),
  };
}

/** @param way - `raw`, `proxy`, `ours`; @param database - of ours: `sqlite`, `postgres`, or `none`: nothing is written */
export async function startServer(way, agent, database = 'sqlite') {
  const child = fork(join(import.meta.dirname, 'server.ts'), [way, agent, database], {
    execArgv: ['--expose-gc', '--require', transform],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const { port } = await told(child, 'port');
  const ask = (what, field) => {
    child.send(what);
    return told(child, field);
  };
  return {
    way,
    name: way === 'ours' ? `ours, ${database}` : way,
    port,
    begin: () => ask('begin', 'begun'),
    figures: () => ask('figures', 'cpuMs'),
    kept: async () => (await ask('kept', 'kept')).kept,
    stop: () => child.disconnect(),
  };
}
