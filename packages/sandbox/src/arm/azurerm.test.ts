import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { outsideTruth } from '../../../../testing/outsideTruth.ts';
import { startArmForTest } from '../testing/arm.ts';

const tofu = outsideTruth('envtest/tofu.mjs');
const checker = outsideTruth('azure-types/check.mjs');
// The service answers it for a private endpoint (recorded 2021-08-01), though its published shape leaves it out.
const recorded = ['$.properties.resourceGuid: unknown property'];
const not = (known: string[]) => (fault: string) => !known.includes(fault);

test(
  'the azurerm provider creates, re-plans without difference and destroys on the sandbox',
  { skip: tofu.skip || checker.skip },
  async t => {
    const { path, env } = (await import(tofu.url)).tofuCommand();
    const { checkBody, versionsOf } = await import(checker.url);
    const room = await startArmForTest();
    room.arm.timing.change({ retryAfter: 1 });
    copyFileSync(join(import.meta.dirname, 'azurerm.tf'), join(room.folder, 'main.tf'));
    const variables = {
      SSL_CERT_FILE: room.caFile,
      TF_VAR_metadata_host: new URL(room.url).host,
      TF_VAR_tenant_id: room.tenantId,
      TF_VAR_subscription_id: room.subscriptionId,
      TF_VAR_client_id: room.platformClientId,
      TF_VAR_client_secret: room.platformClientSecret,
      TF_IN_AUTOMATION: '1',
    };
    const run = async (...args: string[]) => {
      const child = spawn(path, [`-chdir=${room.folder}`, ...args, '-no-color'], {
        env: { ...env, ...variables },
      });
      let text = '';
      child.stdout.on('data', part => (text += part));
      child.stderr.on('data', part => (text += part));
      const [code] = await once(child, 'close');
      return { code, text };
    };
    try {
      const init = await run('init');
      assert.equal(init.code, 0, init.text);
      const apply = await run('apply', '-auto-approve', '-parallelism=8');
      assert.equal(apply.code, 0, apply.text);
      const zone = `/subscriptions/${room.subscriptionId}/resourceGroups/rg-witness/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com`;
      assert.ok(room.arm.get(`${zone}/A/aif-witness-krc-01`), 'the private name has its record');

      const again = await run('plan', '-detailed-exitcode');
      assert.equal(again.code, 0, `the second plan differs:\n${again.text}`);

      const faults: string[] = [];
      for (const resource of room.arm.list(
        `/subscriptions/${room.subscriptionId}/resourceGroups/rg-witness`,
      )) {
        const version = versionsOf(resource.type).at(-1);
        if (version) {
          const found = checkBody(`${resource.type}@${version}`, resource, { mode: 'response' });
          faults.push(
            ...found.filter(not(recorded)).map((fault: string) => `${resource.id}: ${fault}`),
          );
        } else t.diagnostic(`no published shape here of ${resource.type}`);
      }

      assert.deepEqual(faults, [], 'every answer has the published shape');

      const destroy = await run('destroy', '-auto-approve', '-parallelism=8');
      assert.equal(destroy.code, 0, destroy.text);
      assert.equal(room.arm.get(zone), undefined);
      assert.equal(
        room.arm.get(`/subscriptions/${room.subscriptionId}/resourceGroups/rg-witness`),
        undefined,
      );
    } finally {
      await room.stop();
    }
  },
);
