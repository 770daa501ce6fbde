import type { Warn } from './enforce';

/** The version of AG-UI that this client speaks, and says so in each run's input. */
export const PROTOCOL_VERSION = '1.1';

/** A newer producer is served; its developer may want to know. */
export function versionWarning(theirs: string | undefined, warn: Warn): void {
  if (theirs === undefined || theirs === PROTOCOL_VERSION) return;
  const parts = theirs.split('.').map(Number);
  const ours = PROTOCOL_VERSION.split('.').map(Number);
  const readable = parts.length === 2 && parts.every(Number.isInteger);
  const newer = parts[0] > ours[0] || (parts[0] === ours[0] && parts[1] > ours[1]);
  if (!readable || newer) {
    warn(`The agent speaks AG-UI ${theirs}, this client ${PROTOCOL_VERSION}.`);
  }
}
