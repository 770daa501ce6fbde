import assert from 'node:assert/strict';
import type { Portal } from './portal.ts';

/** Takes a repository back from the archive, as who owns it does at the git host. */
export async function unarchive(
  repository: string,
  { git, gitUser, gitPassword }: Portal['facts'],
): Promise<void> {
  const basic = Buffer.from(`${gitUser}:${gitPassword}`).toString('base64');
  const answer = await fetch(`${git}/api/v1/repos/apps/${repository}`, {
    method: 'PATCH',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/json' },
    body: JSON.stringify({ archived: false }),
  });
  assert.equal(answer.status, 200);
}
