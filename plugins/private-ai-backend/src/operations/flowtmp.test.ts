import { readFileSync } from 'node:fs';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { parse } from 'yaml';
import { azureFor } from '../azure/azureFor';
import { startSqlite } from '../chat/databasesForTest';
import { readLandingZones, type LandingZone } from '../config';
import { clusterFor } from '../kubernetes/clusterFor';
import { createProvisionWork } from '../provisioning/provisionWork';
import { createBuildWork } from './build';
import { createDeployWork } from './deploy';
import { linesAfter } from './log';
import { OperationStore } from './store';
import { createVerifyWork } from './verify';
import { OperationWorker } from './worker';
jest.setTimeout(280_000);
it('flows', async () => {
  const facts = JSON.parse(readFileSync('/tmp/worker-ts/sb/facts.json', 'utf8'));
  const env: Record<string, string> = {
    SANDBOX_TENANT_ID: facts.tenantId,
    SANDBOX_SUBSCRIPTION_ID: facts.subscriptionId,
    SANDBOX_RESOURCE_MANAGER: facts.resourceManager,
    SANDBOX_CLIENT_ID: facts.clientId,
    SANDBOX_CLIENT_SECRET: facts.clientSecret,
    SANDBOX_GIT_HOST: new URL(facts.git).host,
    SANDBOX_GIT: facts.git,
    SANDBOX_GIT_USER: facts.gitUser,
    SANDBOX_GIT_PASSWORD: facts.gitPassword,
    SANDBOX_PROMETHEUS: facts.prometheus,
    SANDBOX_KUBERNETES: facts.kubernetes,
    SANDBOX_KUBERNETES_TOKEN: facts.kubernetesToken,
  };
  const text = readFileSync('/work/main/app-config.yaml', 'utf8').replace(
    /\$\{(\w+)\}/g,
    (_, k) => env[k] ?? '1',
  );
  const config = new ConfigReader(parse(text));
  const zones = readLandingZones(config);
  const made = new Map<LandingZone, any>();
  const azure = (z: LandingZone) => {
    if (!made.has(z)) made.set(z, azureFor(z));
    return made.get(z);
  };
  const cluster = (z: LandingZone) => clusterFor(z, azure(z));
  const logger = mockServices.logger.mock();
  const source = {
    reader: UrlReaders.default({ logger, config }),
    integrations: ScmIntegrations.fromConfig(config),
  };
  const db = await startSqlite();
  const worker = new OperationWorker({
    knex: db.knex,
    zones,
    logger,
    works: {
      provision: createProvisionWork({ azure, cluster }),
      build: createBuildWork({ azure, cluster, ...source }),
      deploy: createDeployWork({ azure, cluster, ...source }),
      verify: createVerifyWork({ azure, cluster }),
    },
  });
  worker.start();
  const store = new OperationStore(db.knex);
  const app = {
    name: 'flow-one',
    entityRef: 'component:default/flow-one',
    owner: 'group:default/t',
    landingZone: 'korea',
    model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
    runtime: 'typescript' as const,
    instructions: 'Be brief.',
    templateVersion: '0.1.0',
  };
  const commit = readFileSync('/tmp/worker-ts/repo/.git/refs/heads/main', 'utf8').trim();
  const src = { repoUrl: `${env.SANDBOX_GIT_HOST}?owner=apps&repo=flow-one`, commit };
  const out: string[] = [];
  const run = async (kind: any, input: any) => {
    const t = Date.now();
    const op = await store.start({
      kind,
      input,
      entityRef: app.entityRef,
      landingZone: 'korea',
      requestedBy: 'x',
    });
    for (;;) {
      await new Promise(r => setTimeout(r, 200));
      const o = await store.get(op.id);
      if (['succeeded', 'failed', 'cancelled'].includes(o.state)) {
        const lines = await linesAfter(db.knex, op.id, 0);
        out.push(
          `=== ${kind} ${o.state} ${(Date.now() - t) / 1000}s ${JSON.stringify(o.outputs ?? o.error)}`,
          ...lines.map(l => `   ${l.level} ${l.message}`),
        );
        return o.outputs as any;
      }
    }
  };
  try {
    await run('provision', app);
    const built = await run('build', { app, source: src });
    await run('deploy', { app, source: src, image: built?.image });
    await run('verify', { app });
  } finally {
    require('fs').writeFileSync('/tmp/worker-ts/flow.txt', out.join('\n'));
    await worker.stop();
    await db.close();
  }
});
