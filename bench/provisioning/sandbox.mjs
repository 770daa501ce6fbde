// The whole sandbox as a process of its own on free ports, and its switches.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const main = resolve(import.meta.dirname, '../../packages/sandbox/src/main.ts');

/**
 * Starts a sandbox that forgets everything when it is stopped. `facts` is the line that it prints; `admin` has its switches
 * (packages/sandbox/README.md); `pid` is its process.
 */
export async function startSandbox() {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-sandbox-'));
  const args = [main, '--port', '0', '--state', folder, '--with-parent'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', part => (said = (said + part).slice(-4000)));
  const closed = once(child, 'close');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => text),
    closed.then(([code]) => Promise.reject(new Error(`The sandbox ended with ${code}: ${said}`))),
  ]);
  const facts = JSON.parse(line);
  return {
    facts,
    pid: child.pid,
    admin: adminAt(facts.admin),
    /** What it complained of last. */
    said: () => said,
    async stop() {
      child.stdin.end();
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function adminAt(url) {
  const call = async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    throw new Error(`${method} ${path}: ${answer.error}`);
  };
  return {
    faults: rules => (rules ? call('PUT', '/faults', rules) : call('GET', '/faults')),
    calls: since => call('GET', `/arm/calls${since ? `?since=${since}` : ''}`),
    forgetCalls: () => call('DELETE', '/arm/calls'),
    operations: () => call('GET', '/arm/operations'),
    writes: () => call('GET', '/arm/writes'),
    resources: () => call('GET', '/arm/resources'),
    drop: id => call('DELETE', `/arm/resources?id=${encodeURIComponent(id)}`),
    timing: change => (change ? call('PUT', '/timing', change) : call('GET', '/timing')),
    throttle: change => (change ? call('PUT', '/throttle', change) : call('GET', '/throttle')),
    quota: change => (change ? call('PUT', '/quota', change) : call('GET', '/quota')),
  };
}
