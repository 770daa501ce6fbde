// Seconds from a bare clone with an empty package cache to the portal's first answer, and again warm; the memory of
// each process when it answers. `ciSeconds` is a bare `npm ci` of the same clone with an empty cache, in the same run.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupMegabytes } from './memory.mjs';

const ports = ['--frontend-port', '3300', '--backend-port', '7307', '--sandbox-port', '7640'];

export default async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-bench-'));
  try {
    const clone = name => {
      execFileSync('git', ['clone', '--quiet', '--no-local', process.cwd(), join(folder, name)]);
      return join(folder, name);
    };
    const peer = clone('ci');
    const ciStarted = Date.now();
    execFileSync('npm', ['ci', '--loglevel=error'], {
      cwd: peer,
      env: bare(join(folder, 'cache-ci')),
      stdio: 'ignore',
    });
    const ciSeconds = seconds(ciStarted);
    rmSync(peer, { recursive: true });

    const ours = clone('start');
    const env = bare(join(folder, 'cache-start'));
    const cold = await startOnce(ours, env);
    const warm = await startOnce(ours, env);
    const result = {
      coldSeconds: cold.seconds,
      ciSeconds,
      warmSeconds: warm.seconds,
      megabytes: warm.megabytes,
    };
    return {
      table: {
        'npm ci alone': { seconds: ciSeconds },
        'npm start, bare clone': {
          seconds: cold.seconds,
          'times npm ci': +(cold.seconds / ciSeconds).toFixed(2),
        },
        'npm start, warm': { seconds: warm.seconds },
        ...Object.fromEntries(
          Object.entries(warm.megabytes).map(([name, mb]) => [`memory of ${name}`, { MB: mb }]),
        ),
      },
      result,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A shell as a new user has it: no cache, and none of this run's own npm variables or binaries. */
function bare(cache) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !key.startsWith('npm_')),
  );
  env.PATH = env.PATH.split(':')
    .filter(part => !part.includes('node_modules'))
    .join(':');
  return { ...env, npm_config_cache: cache };
}

async function startOnce(cwd, env) {
  const started = Date.now();
  const child = spawn('npm', ['start', '--', ...ports], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`npm start ended with ${code} before the portal answered.`);
  });
  exited.catch(() => {});
  const answered = new Promise(resolve => {
    let text = '';
    child.stdout.on('data', part => {
      text += part;
      if (/The portal answers at/.test(text)) resolve();
    });
  });
  await Promise.race([answered, exited]);
  const elapsed = seconds(started);
  const pids = JSON.parse(readFileSync(join(cwd, '.sandbox.logs/processes.json'), 'utf8'));
  const { node: sandbox, prometheus } = groupMegabytes(pids.sandbox);
  const megabytes = {
    backend: groupMegabytes(pids.backend).node,
    sandbox,
    ...(prometheus && { prometheus }),
  };
  // Ctrl-C reaches the whole group; npm alone would keep it to itself.
  process.kill(-child.pid, 'SIGINT');
  await once(child, 'exit');
  return { seconds: elapsed, megabytes };
}

const seconds = since => +((Date.now() - since) / 1000).toFixed(1);
