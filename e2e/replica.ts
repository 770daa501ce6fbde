import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { inside } from '../packages/sandbox/src/files/tree.ts';
import { ended, lastLines } from '../scripts/processes.mjs';

/** What scripts/image.mjs made. */
export interface Image {
  root: string;
  workingDir: string;
  env: Record<string, string>;
  user: string;
  command: string[];
}

const isRoot = process.getuid?.() === 0;

/**
 * Starts what an image says, as the user that it says (where the tests run as root).
 * @param folder an empty one; its `tmp` is all that the replica may write to
 */
export function startReplica(
  image: Image,
  { folder, args, env, port }: { folder: string; args: string[]; env: object; port: number },
) {
  const [uid, gid] = image.user.split(':').map(Number);
  const tmp = join(folder, 'tmp');
  mkdirSync(tmp, { recursive: true });
  if (isRoot) chownSync(tmp, uid, gid);
  chmodSync(folder, 0o755);
  // The base image's; this machine's may lie where only root may go.
  const node = join(folder, 'node');
  copyFileSync(process.execPath, node);
  const log = join(folder, 'log');
  const file = openSync(log, 'a');
  const child = spawn(node, [...image.command.slice(1), ...args], {
    cwd: inside(image.root, image.workingDir),
    env: { ...image.env, ...env, HOME: tmp, TMPDIR: tmp, PATH: folder },
    stdio: ['ignore', file, file],
    ...(isRoot && { uid, gid }),
  });
  const address = `http://127.0.0.1:${port}`;
  return {
    address,
    /** @throws with the end of its log when it has ended */
    async ready(): Promise<void> {
      for (;;) {
        const answer = await fetch(`${address}/.backstage/health/v1/readiness`).catch(
          () => undefined,
        );
        await answer?.text();
        if (answer?.ok) return;
        if (ended(child)) throw new Error(`It did not start:\n${lastLines(log, 5)}`);
        await new Promise(done => setTimeout(done, 300));
      }
    },
    /** As a cluster does it. @returns its exit code */
    async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
      if (ended(child)) return child.exitCode;
      const gone = once(child, 'exit');
      child.kill(signal);
      return (await gone)[0];
    },
  };
}
export type Replica = ReturnType<typeof startReplica>;
