import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outsideTruth } from '../../../../testing/outsideTruth';
import type { LocalAzure } from '../testing/localAzure';
import { belongingMarks } from '../app/belonging';
import type { ManifestInput } from '../app/names';

/** OpenTofu with the azurerm provider. */
export const tofuPacked = outsideTruth('envtest/tofu.mjs');

/** What azurerm.tf is given beside the landing zone and the sign-in. */
export interface TofuSettings {
  app: ManifestInput;
  tags: Record<string, string>;
  /** Of the cluster's tokens. */
  issuer: string;
  freeNames: { connection: string; federatedCredential: string };
  /** What is taken over instead of made: address in azurerm.tf → resource id. */
  imports?: Record<string, string>;
}

/** What a plan says of one resource. */
export interface PlannedChange {
  address: string;
  change: {
    actions: string[];
    before: Record<string, unknown> | null;
    after: Record<string, unknown> | null;
    importing?: { id: string };
  };
}

/** The schema of a resource, as far as it is looked at. */
type Schemas = Record<string, { block: { attributes: Record<string, unknown> } }>;

export interface Tofu {
  apply(): Promise<void>;
  plan(): Promise<PlannedChange[]>;
  /** What azurerm can express, by resource type. */
  schemas(): Promise<Schemas>;
  end(): void;
}

/** The azurerm provider with a folder and state of its own, signed in as the platform team. */
export async function startTofu(local: LocalAzure, settings: TofuSettings): Promise<Tofu> {
  const { azure } = local.platformZone;
  if (azure.credential.type !== 'clientSecret') throw new Error('It signs in by a secret.');
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-azurerm-'));
  const write = (file: string, content: object) =>
    writeFileSync(join(folder, file), JSON.stringify(content));
  copyFileSync(join(__dirname, 'azurerm.tf'), join(folder, 'main.tf'));
  write('terraform.tfvars.json', variables(local, settings));
  const imports = Object.entries(settings.imports ?? {}).map(([to, id]) => ({ to, id }));
  if (imports.length) write('imports.tf.json', { import: imports });

  const { path, env } = require(tofuPacked.path).tofuCommand();
  const surroundings = {
    ...env,
    SSL_CERT_FILE: local.caFile,
    TF_VAR_client_id: azure.credential.clientId,
    TF_VAR_client_secret: azure.credential.clientSecret,
    TF_IN_AUTOMATION: '1',
  };
  async function run(...args: string[]): Promise<string> {
    const child = spawn(path, [`-chdir=${folder}`, ...args], {
      env: surroundings,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let said = '';
    child.stdout.on('data', part => (out += part));
    child.stderr.on('data', part => (said += part));
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`tofu ${args[0]} ended with ${code}:\n${out}\n${said}`);
    return out;
  }

  await run('init', '-no-color');
  return {
    async apply() {
      await run('apply', '-no-color', '-auto-approve', '-parallelism=8');
    },
    async plan() {
      await run('plan', '-no-color', '-out=plan');
      return JSON.parse(await run('show', '-json', 'plan')).resource_changes;
    },
    async schemas() {
      const { provider_schemas: all } = JSON.parse(await run('providers', 'schema', '-json'));
      const [provider] = Object.values(all) as { resource_schemas: Schemas }[];
      return provider.resource_schemas;
    },
    end: () => rmSync(folder, { recursive: true }),
  };
}

function variables(
  { platformZone }: LocalAzure,
  { app, tags, issuer, freeNames }: TofuSettings,
): object {
  const { azure, network } = platformZone;
  return {
    metadata_host: new URL(azure.endpoint).host,
    tenant_id: azure.tenantId,
    subscription_id: azure.subscriptionId,
    location: azure.location,
    names: app.names,
    tags,
    group_tags: belongingMarks(app.request),
    model: app.request.model,
    subnet_id: network.privateEndpointSubnetId,
    dns_zone_ids: Object.values(network.dnsZoneIds ?? {}),
    issuer,
    free_names: {
      connection: freeNames.connection,
      federated_credential: freeNames.federatedCredential,
    },
  };
}
