// `otherWays.ts <file of {facts, app}> graph|sequence|azurerm`: what one provision is held against. Prints a line of JSON:
// `{graph}`, what depends on what; or `{seconds}`, what it took the same engine with one resource at a time, or azurerm
// (without the linker and the cluster's objects, which it does not have).
import { readFileSync } from 'node:fs';
import { azureFor } from '../../plugins/private-ai-backend/src/azure/azureFor';
import { zoneIn } from '../../plugins/private-ai-backend/src/testing/localAzure';
import { clusterIssuer } from '../../plugins/private-ai-backend/src/azure/clusterIssuer';
import { privateAiTags } from '../../plugins/private-ai-backend/src/azure/tags';
import { anOwner } from '../../plugins/private-ai-backend/src/testing/app';
import { clusterFor } from '../../plugins/private-ai-backend/src/kubernetes/clusterFor';
import { namesOf } from '../../plugins/private-ai-backend/src/app/names';
import { appGraph } from '../../plugins/private-ai-backend/src/provisioning/appGraph';
import { systemClock } from '../../plugins/private-ai-backend/src/time/clock';
import { provision } from '../../plugins/private-ai-backend/src/engine/engine';
import { ordered } from '../../plugins/private-ai-backend/src/engine/order';
import { startTofu } from '../../plugins/private-ai-backend/src/provisioning/tofuForTest';
import { publishedForTest } from '../../plugins/private-ai-backend/src/testing/keys';

const [, , file, way] = process.argv;
const { facts, app: request } = JSON.parse(readFileSync(file, 'utf8'));
const zone = zoneIn(facts);
const { platformClientId: clientId, platformClientSecret: clientSecret } = facts;
const platformZone = zoneIn({ ...facts, clientId, clientSecret });
const app = { request, zone, names: namesOf(request, zone), owner: anOwner };
const azure = azureFor(zone);
const graph = ordered(
  appGraph(app, { azure, cluster: clusterFor(zone, azure), ...publishedForTest }),
);
const signal = new AbortController().signal;

async function seconds(work: () => Promise<unknown>): Promise<{ seconds: number }> {
  const since = performance.now();
  await work();
  return { seconds: (performance.now() - since) / 1000 };
}

async function inSequence() {
  const before: string[] = [];
  const chained = graph.map(resource => {
    const dependsOn = [...before];
    before.push(resource.id);
    return { ...resource, dependsOn };
  });
  const kept = new Map<string, string | undefined>();
  const token = (id: string) => ({
    get: async () => kept.get(id),
    set: async (value: string | undefined) => void kept.set(id, value),
  });
  return seconds(() => provision(chained, { signal, clock: systemClock, log: () => {}, token }));
}

async function byAzurerm() {
  const issuer = await clusterIssuer(azure.arm, zone.aks.clusterId, signal);
  const local = { zone, platformZone, ca: '', caFile: facts.caFile, stop: async () => {} };
  const freeNames = { connection: 'to-the-account', federatedCredential: 'agent' };
  const tofu = await startTofu(local, { app, tags: privateAiTags(app), issuer, freeNames });
  try {
    return await seconds(() => tofu.apply());
  } finally {
    tofu.end();
  }
}

async function main() {
  if (way === 'sequence') return inSequence();
  if (way === 'azurerm') return byAzurerm();
  return { graph: graph.map(({ id, dependsOn }) => ({ id, dependsOn })) };
}

void main().then(
  answer => console.log(JSON.stringify(answer)),
  error => {
    console.error(error);
    process.exitCode = 1;
  },
);
