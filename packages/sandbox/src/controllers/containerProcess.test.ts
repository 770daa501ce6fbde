import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ContainerProcess } from './containerProcess.ts';
import { until } from '../testing/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'private-ai-process-'));
after(() => rmSync(folder, { recursive: true }));
const logFile = join(folder, 'log');
const env = { PATH: String(process.env.PATH) };

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Starts an app that has a child of its own, and both of them deaf to SIGTERM; answers their process ids. */
const app = ['sh', '-c', 'trap "" TERM; sleep 60 & echo $$ $!; wait; wait'];
const pidsIn = (text: string) => /^(\d+) (\d+)$/m.exec(text)?.slice(1).map(Number);

test('what a container started goes with it', async () => {
  const started = await ContainerProcess.start({ command: app, env, workingDir: folder, logFile });
  const pids = await until('its output', async () => pidsIn(readFileSync(logFile, 'utf8')));
  assert.equal(pids[0], started.pid);
  const exit = await started.stop(0.3);
  assert.deepEqual(exit, { exitCode: 137, signal: 9 });
  await until('both are gone', async () => !pids.some(runs));
});

test('no process outlives a sandbox that was killed', async () => {
  const log = join(folder, 'orphan');
  const script = `
    const { ContainerProcess } = await import(${JSON.stringify(import.meta.resolve('./containerProcess.ts'))});
    await ContainerProcess.start(${JSON.stringify({ command: app, env, workingDir: folder, logFile: log })});
    console.log('started');
    setInterval(() => {}, 1000);`;
  const sandbox = spawn(process.execPath, ['--input-type=module', '-e', script]);
  await once(sandbox.stdout, 'data');
  const pids = await until('its output', async () => pidsIn(readFileSync(log, 'utf8')));
  assert.ok(pids.every(runs));
  sandbox.kill('SIGKILL');
  await until('both are gone', async () => !pids.some(runs));
});

test('a command that does not exist ends as a container’s does', async () => {
  const started = await ContainerProcess.start({
    command: ['does-not-exist'],
    env,
    workingDir: folder,
    logFile,
  });
  assert.deepEqual(await started.exited, { exitCode: 127 });
});
