import { execFileSync } from 'node:child_process';

/** Resident memory of a process group, in megabytes; processes that it started in groups of their own do not count. */
export function groupMegabytes(group) {
  const rows = execFileSync('ps', ['-A', '-o', 'pgid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n');
  const kilobytes = rows
    .map(row => row.trim().split(/\s+/).map(Number))
    .filter(([pgid]) => pgid === group)
    .reduce((sum, [, rss]) => sum + rss, 0);
  return Math.round(kilobytes / 1024);
}
