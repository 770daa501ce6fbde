// A worker's process that a test may kill: `provisionForTest.ts <file of the zone>`. Takes `{request, part?, problems?, kept}` as a line,
// `kept` being the file of the checkpoints; prints each line of the log, and at the end `{"outputs":…}` or
// `{"error":{name, message, code}}`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Operation } from '@private-ai/plugin-private-ai-common';
import { azureFor } from '../azure/azureFor';
import { clusterFor } from '../kubernetes/clusterFor';
import { publishedForTest } from '../testing/keys';
import { createProvisionWork } from './work';

const zone = JSON.parse(readFileSync(process.argv[2], 'utf8'));

async function provision({ request, part, problems = [], kept }: Asked) {
  // As a portal that has just started: it remembers nothing of the one before.
  const azure = azureFor(zone);
  const read = (): Record<string, string> =>
    existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};
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
      stage: async () => undefined,
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

interface Asked {
  request: Operation<'provision'>['input']['app'];
  part?: Operation<'provision'>['input']['part'];
  problems?: string[];
  kept: string;
}

async function main() {
  for await (const line of createInterface(process.stdin)) await provision(JSON.parse(line));
}

void main();
