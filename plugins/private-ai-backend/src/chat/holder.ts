import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/**
 * Names this start of this process in the rows of the runs that it relays: `host/pid/start`. A replica on another host
 * is judged by its heartbeat alone; of one on the same host it is known at once whether it lives.
 */
export const thisProcess = `${hostname()}/${process.pid}/${randomUUID()}`;

/** Whether the holder is certainly dead: an earlier start of this very process, or a process of this host that is gone. */
export function isDead(holder: string, self = thisProcess): boolean {
  const [host, pid] = holder.split('/');
  const [ownHost, ownPid] = self.split('/');
  if (holder === self || host !== ownHost) return false;
  if (pid === ownPid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
