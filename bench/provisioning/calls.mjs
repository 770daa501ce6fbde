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
 * Provisions and retires an application named `app`: the `calls` of the one in their order, how many milliseconds (`ms`) it
 * took, and the bodies of its `writes`; the `removals` of the other. A call is `{method, kind, of, path, status, nth, shared,
 * name}`. `kind` is `write`, `removal`, `read`, `list`, or `ask` (about the landing zone, or a POST); `nth` counts those before
 * it that a rule cannot tell from it; `shared`: its path does not say for which application it is.
 */
export async function learnCalls(sandbox, replica, app) {
  const began = performance.now();
  const calls = await callsOf(sandbox, app, () => replica.provision(app, appNamed(app)));
  const ms = performance.now() - began;
  const writes = await sandbox.admin.writes();
  const gone = await callsOf(sandbox, app, () => replica.retire(`${app}-gone`, appNamed(app)));
  return { ms, calls, writes, removals: gone.filter(({ kind }) => kind === 'removal') };
}

async function callsOf(sandbox, app, run) {
  await sandbox.admin.forgetCalls();
  const { state, error } = await run();
  if (state !== 'succeeded') throw new Error(`Undisturbed, it failed: ${error.message}`);
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
  const changes = { PUT: 'write', DELETE: 'removal' };
  const kind = changes[method] ?? (segments.length % 2 ? 'read' : 'list');
  return { kind, of: resources[type] ?? type, shared };
}

/** A regular expression for the same call of another application. */
export function patternFor(call, learnt, app) {
  const path = call.path.replace(new RegExp(`(?<=[-/_])${learnt}(?=[-/_]|$)`, 'g'), app);
  // A role's name is made of the identity's id.
  const own = escaped(path).replace(/roleAssignments\/[^/]+$/, 'roleAssignments/[^/?]+');
  return `^${own}(\\?|$)`;
}

export const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
