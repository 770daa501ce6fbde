// What there is to test, in stages; and what of it takes so long that `npm test` leaves it to `npm test -- rest`.
import { globSync } from 'node:fs';

/** Files that are left to the rest, with what takes them so long. docs/testing.md has the seconds. */
const long = {
  'bench/{faults,fleet}.test.mjs':
    'hundreds of applications are provisioned, with and without faults',
  'e2e/firstSteps.test.ts':
    'a portal of its own, started as a person does; a second commit is built',
  'e2e/lifecycle.test.ts': 'a portal of its own; its backend is killed again and again',
  'e2e/production.test.ts': 'the image is built as in production',
  'e2e/python.test.ts': 'a portal of its own, and the Agent Framework is installed',
  'e2e/releases.test.ts': 'a portal of its own; five builds, one of which crashes',
  'infra/tests/landingZone.test.ts':
    'the azurerm provider lays a landing zone, changes it, takes it away',
  'infra/tests/secondZone.test.ts': 'the same for two',

  'packages/sandbox/src/arm/azurerm.test.ts': 'the azurerm provider waits as it does for Azure',
  'packages/sandbox/src/controllers/pythonPod.test.ts': 'Python environments are made',
  'packages/sandbox/src/registry/python.test.ts': 'Python packages are installed',
  'plugins/private-ai-backend/src/actions/repeatedStep.test.ts':
    'each step is a process with a scaffolder of its own',
  'plugins/private-ai-backend/src/chat/outageAtLength.test.ts':
    'the database is away for a minute, at ten instants of an answer',
  'plugins/private-ai-backend/src/images/builder.test.ts':
    'images of several applications are built, and refused, by a registry in ABAC mode',
  'plugins/private-ai-backend/src/inventory/statusInSandbox.test.ts':
    'an application is built and runs; systems are away for as long as a page waits for them',
  'plugins/private-ai-backend/src/provisioning/azurerm.test.ts':
    'the azurerm provider waits as it does for Azure',
  'plugins/private-ai-backend/src/releases/rollouts.test.ts':
    'rollouts that come to nothing are waited for',
  'plugins/private-ai-backend/src/retirement/othersAtLength.test.ts':
    'sixty landing zones in which others have something, each with a whole life of an application',
  'plugins/private-ai-backend/src/verification/portalRights.test.ts':
    'each right is taken away on a real API server',
  'plugins/private-ai-backend/src/verification/verify.test.ts':
    'each thing of an application is taken away, and put back',
  'templates/private-ai-app/python.test.ts': 'Python packages are installed',
  'templates/private-ai-app/typescript.test.ts':
    'a made repository installs its packages and runs its tests',
};

/** Where each stage's tests lie. `by` runs them: jest, or node's own runner. */
export const testStages = {
  sandbox: { files: 'packages/sandbox/src/**/*.test.ts', by: 'node' },
  jest: { files: '{plugins/*,packages/{app,backend}}/src/**/*.test.{ts,tsx}', by: 'jest' },
  template: { files: 'templates/*/*.test.ts', by: 'node' },
  scripts: { files: '{scripts,bench,testing}/*.test.mjs', by: 'node' },
  e2e: { files: 'e2e/*.test.ts', by: 'node' },
  infra: { files: 'infra/tests/**/*.test.ts', by: 'node' },
};

/**
 * Files of a stage.
 * @param share `quick`, `rest`, or `all`
 */
export function filesOf(stage, share) {
  const all = globSync(testStages[stage].files).sort();
  if (share === 'all') return all;
  const rest = longOnes();
  return all.filter(file => rest.has(file) === (share === 'rest'));
}

/** @throws for a name here that is no file's: it would be run in neither share */
export function longOnes() {
  const rest = new Set();
  for (const pattern of Object.keys(long)) {
    const found = globSync(pattern);
    if (!found.length) throw new Error(`scripts/stages.mjs names ${pattern}, which is not there.`);
    for (const file of found) rest.add(file);
  }
  return rest;
}

/** What TypeScript looks at as one: its configuration, and the folders that belong to it. */
export const typeProjects = [
  { config: 'packages/sandbox', folders: ['packages/sandbox'] },
  { config: 'e2e', folders: ['e2e'] },
  { config: 'infra/tests', folders: ['infra'] },
  { config: '.', folders: ['plugins', 'packages', 'bench'] },
];
