import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { userTokenKey, webhookSecret } from '../scripts/portal.mjs';
import type { Portal } from './portal.ts';

/**
 * No secret of the portal is in one of its logs or databases.
 * @param known - what is no secret, and has to be found by the same search in each place where one could lie
 */
export function requireNoSecret(portal: Portal, known: string): void {
  const { clientSecret, kubernetesToken, kubernetesViewerToken, gitPassword } = portal.facts;
  const secrets = {
    ...{ clientSecret, kubernetesToken, kubernetesViewerToken, gitPassword },
    webhook: webhookSecret(portal.state),
    // Its first line: a log would break the rest as it likes.
    userTokens: readFileSync(userTokenKey(portal.state), 'utf8').split('\n')[1],
  };
  const files = [portal.logs, join(portal.state, 'portal')].flatMap(folder =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name !== 'sandbox.log')
      .map(entry => join(entry.parentPath, entry.name)),
  );
  for (const place of ['backend.log', 'private-ai.sqlite', 'scaffolder.sqlite', 'catalog.sqlite']) {
    const there = files.filter(file => basename(file).startsWith(place));
    assert.ok(
      there.some(file => readFileSync(file).includes(known)),
      `${known} is in ${place}`,
    );
  }
  for (const file of files) {
    const content = readFileSync(file);
    for (const [name, secret] of Object.entries(secrets)) {
      assert.ok(!content.includes(secret), `${name} is in ${file}`);
    }
  }
}
