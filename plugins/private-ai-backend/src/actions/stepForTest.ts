// A scaffolder's process that a test kills: `stepForTest.ts <address of the portal's API> <file of the task's state> <expired?>`
// runs the step `provision` of the task `task-1`, prints its log and at the end `{"outputs":…}` or `{"error":…}`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { application } from '../testing/app';
import { landingZone } from '../testing/landingZone';
import { portalApi } from '../portalApi/portalApi';
import { createProvisionAction } from './provision';

const [, , url, kept, expired] = process.argv;
const say = (line: string) => console.log(line);
const state: Record<string, unknown> = existsSync(kept)
  ? JSON.parse(readFileSync(kept, 'utf8'))
  : {};

const api = portalApi({
  auth: mockServices.auth({ pluginId: 'scaffolder' }),
  discovery: { getBaseUrl: async () => url, getExternalBaseUrl: async () => url },
});
const outputs: Record<string, unknown> = {};
const step = {
  input: { app: application().request },
  task: { id: 'task-1' },
  step: { id: 'provision', name: 'Provision' },
  logger: { info: say, warn: say, error: say },
  async getInitiatorCredentials() {
    if (expired) throw new Error("The initiator's token has expired.");
    return mockCredentials.user();
  },
  /** As the scaffolder does it: what went well is not done again. */
  async checkpoint<T>({ key, fn }: { key: string; fn: () => Promise<T> }): Promise<T> {
    state[key] ??= await fn();
    writeFileSync(kept, JSON.stringify(state));
    return state[key] as T;
  },
  output: (name: string, value: unknown) => void (outputs[name] = value),
};

createProvisionAction({ api, zones: [landingZone()] })
  .handler(step as never)
  .then(
    () => say(JSON.stringify({ outputs })),
    error => say(JSON.stringify({ error: (error as Error).message })),
  );
