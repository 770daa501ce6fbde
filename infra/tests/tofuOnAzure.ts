import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArmResource } from '../../packages/sandbox/src/arm/resource.ts';
import { secondSubscriptionId } from '../../packages/sandbox/src/arm/server.ts';
import { startArmForTest } from '../../packages/sandbox/src/testing/arm.ts';
import { outsideTruth } from '../../testing/outsideTruth.ts';
import { startVaultsFrontDoor } from './vaultsFrontDoor.ts';

/** The real OpenTofu with the real azurerm provider; `skip` says what a machine without it misses. */
export const tofu = outsideTruth('envtest/tofu.mjs');

/** The provider keeps a cluster's address in its state, and asks that for nothing. */
const kubeconfig = ({ name, properties }: ArmResource): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: `https://${properties.privateFQDN}:443` } }],
    users: [{ name, user: {} }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });

/** What a command said, whatever its exit code. */
export interface Said {
  code: number;
  text: string;
  errors: string;
}

/**
 * A configuration in a folder of its own, and an empty subscription for it. The provider is told where Azure is by its own environment
 * variables: the configuration knows nothing of it. `stop` ends both.
 * @param configuration a folder with the root module, or what copies one
 * @param options.beside takes the second subscription of that one's Azure, which outlives this
 */
export async function tofuOnAzure(
  configuration: string | ((to: string) => void),
  { beside }: { beside?: { room: Awaited<ReturnType<typeof startArmForTest>> } } = {},
) {
  const { path, env } = (await import(tofu.url)).tofuCommand() as {
    path: string;
    env: NodeJS.ProcessEnv;
  };
  const room = beside?.room ?? (await startArmForTest({ kubeconfig }, { landingZone: false }));
  // The provider's own pause between polls is 10 s, where an answer asks for none.
  room.arm.timing.change({ retryAfter: 1 });
  const work = mkdtempSync(join(tmpdir(), 'private-ai-tofu-'));
  if (typeof configuration === 'string') cpSync(configuration, work, { recursive: true });
  else configuration(work);
  const door = await startVaultsFrontDoor(room.surroundings.authority);
  const variables = {
    HTTPS_PROXY: door.url,
    NO_PROXY: 'localhost,127.0.0.1',
    SSL_CERT_FILE: room.caFile,
    ARM_METADATA_HOSTNAME: new URL(room.url).host,
    ARM_TENANT_ID: room.tenantId,
    ARM_SUBSCRIPTION_ID: beside ? secondSubscriptionId : room.subscriptionId,
    ARM_CLIENT_ID: room.platformClientId,
    ARM_CLIENT_SECRET: room.platformClientSecret,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    TF_CLI_ARGS: '-no-color',
  };
  const run = async (...args: string[]): Promise<Said> => {
    const child = spawn(path, [`-chdir=${work}`, ...args], { env: { ...env, ...variables } });
    let text = '';
    let errors = '';
    child.stdout.on('data', part => (text += part));
    child.stderr.on('data', part => (errors += part));
    const [code] = await once(child, 'close');
    return { code, text, errors };
  };
  return {
    ...room,
    work,
    run,
    /** As `run`; @throws with what was said when the command fails */
    must: async (...args: string[]): Promise<string> => {
      const { code, text, errors } = await run(...args);
      if (code !== 0)
        throw new Error(`tofu ${args.join(' ')} ended with ${code}:\n${text}${errors}`);
      return text;
    },
    room,
    stop: async () => {
      if (!beside) await room.stop();
      await door.stop();
      rmSync(work, { recursive: true });
    },
  };
}
export type TofuOnAzure = Awaited<ReturnType<typeof tofuOnAzure>>;
