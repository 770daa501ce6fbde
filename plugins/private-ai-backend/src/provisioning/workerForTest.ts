import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { LocalAzure } from '../testing/localAzure';

/** A process that provisions what it is asked for, a line each. */
export type Worker = ChildProcessByStdio<Writable, Readable, null>;

export function startWorker({ zone, caFile }: LocalAzure, folder: string): Worker {
  const file = join(folder, 'zone.json');
  writeFileSync(file, JSON.stringify(zone));
  const program = [join(__dirname, 'provisionForTest.ts'), file];
  return spawn(
    process.execPath,
    ['--require', require.resolve('@backstage/cli/config/nodeTransform.cjs'), ...program],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '', NODE_EXTRA_CA_CERTS: caFile },
    },
  );
}
