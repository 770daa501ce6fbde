// A worker's process that a test may kill: `provisionForTest.ts <file of {zone, request, part?, problems?}> <file of checkpoints>`.
// Prints each line of the log, and at the end `{"outputs":…}` or `{"error":{name, message, code}}`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Operation } from '@private-ai/plugin-private-ai-common';
import { azureFor } from '../azure/azureFor';
import { clusterFor } from '../kubernetes/clusterFor';
import { publishedForTest } from '../testing/keys';
import { createProvisionWork } from './work';

const [, , input, kept] = process.argv;
const { zone, request, part, problems = [] } = JSON.parse(readFileSync(input, 'utf8'));
const read = (): Record<string, string> =>
  existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};

async function main() {
  const azure = azureFor(zone);
  const work = createProvisionWork({
    azure: () => azure,
    cluster: () => clusterFor(zone, azure),
    owner: async () => undefined,
    userTokens: publishedForTest,
    preflight: async () => problems,
  });
  try {
    const outputs = await work.run({
      operation: { kind: 'provision', input: { app: request, part } } as Operation<'provision'>,
      zone,
      signal: new AbortController().signal,
      log: message => console.log(message),
      checkpoints: {
        get: async key => read()[key],
        set: async (key, value) => writeFileSync(kept, JSON.stringify({ ...read(), [key]: value })),
      },
    });
    console.log(JSON.stringify({ outputs }));
  } catch (error) {
    const { name, message, code, stack } = error as Error & { code?: string };
    console.log(JSON.stringify({ error: { name, message, code, stack } }));
  }
}

void main();
