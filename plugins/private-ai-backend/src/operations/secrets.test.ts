import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSqlite } from '../testing/databases';
import { azureFor } from '../azure/azureFor';
import { startLocalArm, type LocalAzure } from '../testing/localAzure';
import { application } from '../testing/app';
import { startReplica, worksFor } from '../testing/replica';

describe('the portal’s client secret', () => {
  let local: LocalAzure;
  beforeAll(async () => {
    local = await startLocalArm();
  });
  afterAll(() => local?.stop());

  it.each([
    ['refused', 'failed'],
    ['taken', 'succeeded'],
  ] as const)('is in nothing that is kept or shown when it is %s', async (how, state) => {
    const { credential } = local.zone.azure;
    if (credential.type !== 'clientSecret') throw new Error('The zone signs in otherwise.');
    const secret = how === 'taken' ? credential.clientSecret : 'planted-Sèkret~0123456789.abcdef';
    const zone = {
      ...local.zone,
      azure: { ...local.zone.azure, credential: { ...credential, clientSecret: secret } },
    };
    const azure = azureFor(zone, { ca: local.ca });
    const folder = mkdtempSync(join(tmpdir(), 'private-ai-secret-'));
    const { knex, close } = await startSqlite(join(folder, 'portal.sqlite'));
    let token = '';
    const one = await startReplica({
      knex,
      works: worksFor({
        async provision({ log, checkpoints }) {
          log('before the sign-in');
          await checkpoints.set('poller', 'https://management.example/operations/1');
          token = await azure.token(`${zone.azure.endpoint}/.default`);
          const name = `secret-${how}`;
          const id = `/subscriptions/${zone.azure.subscriptionId}/resourceGroups/${name}`;
          await azure.arm.put(
            id,
            '2025-04-01',
            { location: 'koreacentral' },
            { signal: new AbortController().signal },
          );
          log('after the sign-in');
          return { namespace: name } as never;
        },
      }),
    });
    const { body } = await one.call('/operations', {
      kind: 'provision',
      input: { app: application().request },
    });
    const ended = await one.reaches(body.id, state);
    const { lines } = await one.events(body.id);
    const shown = JSON.stringify({ ended, lines });
    await one.stop();
    await close();
    // As UTF-8: every byte of the file, whichever table it is in.
    const kept = readdirSync(folder)
      .map(file => readFileSync(join(folder, file)).toString('utf8'))
      .join('\n');
    rmSync(folder, { recursive: true });

    // The search finds what is there.
    expect(kept).toContain('before the sign-in');
    expect(kept).toContain('https://management.example/operations/1');
    expect(shown).toContain('before the sign-in');
    for (const form of [secret, encodeURIComponent(secret), btoa(escape(secret))]) {
      expect(kept).not.toContain(form);
      expect(shown).not.toContain(form);
    }
    if (how === 'taken') expect(token).not.toBe('');
    if (token) {
      expect(kept).not.toContain(token);
      expect(shown).not.toContain(token);
    }
  });
});
