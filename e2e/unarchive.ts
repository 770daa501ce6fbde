import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Portal } from './portal.ts';

/** Takes a repository back from the archive, as who owns it does at the git host. */
export async function unarchive(
  repository: string,
  { git, gitUser, gitPassword, caFile }: Portal['facts'],
): Promise<void> {
  const asked = https.request(`${git}/api/v1/repos/apps/${repository}`, {
    ...{ method: 'PATCH', ca: readFileSync(caFile), auth: `${gitUser}:${gitPassword}` },
    headers: { 'content-type': 'application/json' },
  });
  asked.end(JSON.stringify({ archived: false }));
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  assert.equal(answer.statusCode, 200);
  answer.resume();
}
