// Which calls of Resource Manager a provision consists of: learnt from one that nothing disturbs.
import { appNamed } from './replica.mjs';

/** What the last type in an id is called here, as the engine calls it. */
export const resources = {
  resourceGroups: 'resource-group',
  userAssignedIdentities: 'identity',
  federatedIdentityCredentials: 'federated-credential',
  accounts: 'foundry-account',
  projects: 'foundry-project',
  deployments: 'model-deployment',
  privateEndpoints: 'private-endpoint',
  privateDnsZoneGroups: 'dns-zone-group',
  roleAssignments: 'role-assignment',
  linkers: 'service-connector',
};

/**
 * Provisions an application named `app`, and answers its calls in their order: `{method, kind, of, path, status, nth,
 * shared, name}`. `kind` is `write`, `read`, `list`, `ask` (a POST, or a read of the landing zone) or `poll`; `nth` counts
 * those before it that a rule cannot tell from it; `shared`: its path does not say for which application it is.
 */
export async function learnCalls(sandbox, replica, app) {
  await sandbox.admin.forgetCalls();
  const ended = await replica.provision(`learn-${app}`, appNamed(app));
  if (ended.state !== 'succeeded')
    throw new Error(`Undisturbed, it failed: ${ended.error.message}`);
  const before = new Map();
  const calls = [];
  for (const { method, path, status } of await sandbox.admin.calls()) {
    const call = { method, path, status, ...whatIs(method, path, app) };
    // A poll of an operation is like the one before.
    if (call.kind === 'poll') continue;
    const key = `${method} ${path}`;
    const nth = before.get(key) ?? 0;
    before.set(key, nth + 1);
    calls.push({ ...call, nth, name: `${call.kind} ${call.of}${nth ? ` (${nth + 1}.)` : ''}` });
  }
  return calls;
}

/** Types whose writes go on in Azure after the answer. */
const longRunning =
  /^(foundry-account|foundry-project|private-endpoint|dns-zone-group|service-connector)$/;

/** The polls of the operations that the writes among the calls start. */
export const pollsOf = calls =>
  calls
    .filter(({ kind, of }) => kind === 'write' && longRunning.test(of))
    .map(call => ({ ...call, kind: 'poll', method: 'GET', nth: 0, name: `poll ${call.of}` }));

function whatIs(method, path, app) {
  const segments = path.split('/');
  const shared = !new RegExp(`[-/_]${app}([-/_]|$)`).test(path);
  if (/\/(operationResults|operationStatuses|operations)\//i.test(path)) return { kind: 'poll' };
  if (shared) return { kind: 'ask', of: segments.slice(-2).join('/'), shared };
  const type = segments.length % 2 ? segments.at(-2) : segments.at(-1);
  const kind = method === 'PUT' ? 'write' : segments.length % 2 ? 'read' : 'list';
  return { kind, of: resources[type] ?? type, shared };
}

/** A regular expression for the same call of another application. */
export function patternFor(call, learnt, app) {
  const own = call.path
    .replace(new RegExp(`(?<=[-/_])${learnt}(?=[-/_]|$)`, 'g'), app)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    // Its name is made of the identity's id.
    .replace(/roleAssignments\/[^/]+$/, 'roleAssignments/[^/?]+');
  return `^${own}(\\?|$)`;
}
