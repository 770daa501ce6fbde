import type { Azure } from '../azure/azureFor';
import { anOwner, application } from '../testing/app';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { namespace } from '../kubernetes/namespace';
import { ownerBinding } from '../kubernetes/ownerBinding';
import type { ManifestInput } from '../app/names';
import { VirtualClock } from '../testing/clock';
import { provision } from '../engine/engine';
import { ownerAccess } from '../resources/ownerAccess';
import { planGraph } from '../engine/plan';

const app = application();
const editors: ManifestInput = {
  ...app,
  zone: { ...app.zone, guardrails: { ...app.zone.guardrails, ownerRole: 'edit' } },
};
const unknown: ManifestInput = { ...app, owner: undefined };
const signal = new AbortController().signal;

/** A cluster that holds these objects and keeps what a binding's role is, as a real one does. */
function holding(...objects: KubernetesObject[]) {
  const there = new Map(objects.map(one => [one.kind, one]));
  const calls: string[] = [];
  const cluster = {
    get: async ({ kind }: KubernetesObject) => there.get(kind),
    async apply(object: KubernetesObject) {
      const before = there.get(object.kind);
      if (before?.roleRef && before.roleRef.name !== object.roleRef.name)
        throw new Error('cannot change roleRef');
      calls.push(`apply ${object.kind}`);
      there.set(object.kind, object);
      return object;
    },
    async remove({ kind }: KubernetesObject) {
      calls.push(`remove ${kind}`);
      there.delete(kind);
    },
  } as unknown as ClusterClient;
  return { cluster, calls, binding: () => there.get('RoleBinding') };
}

async function run(of: ManifestInput, cluster: ClusterClient) {
  const made = ownerAccess.made(of, { azure: {} as Azure, cluster, jwks: '' });
  const alone = [{ ...made, dependsOn: [], within: undefined }];
  const { rows, seen } = await planGraph(alone, { signal });
  const clock = new VirtualClock();
  const token = () => ({ get: async () => undefined, set: async () => {} });
  await clock.pass(provision(alone, { signal, log: () => {}, clock, seen, token }));
  return rows[0];
}

describe('the owner’s access to the namespace', () => {
  it('is made, with the group’s object id, and then left', async () => {
    const { cluster, calls, binding } = holding(namespace(app));
    expect(await run(app, cluster)).toMatchObject({ action: 'create', name: 'group:default/team' });
    expect(binding()?.subjects).toEqual([
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: anOwner.id },
    ]);
    expect(await run(app, cluster)).toEqual(expect.objectContaining({ action: 'leave' }));
    expect(calls).toEqual(['apply RoleBinding']);
  });

  it('is made anew where the role is another, which a binding cannot change', async () => {
    const { cluster, calls, binding } = holding(ownerBinding(app, anOwner));
    expect(await run(editors, cluster)).toMatchObject({
      action: 'change',
      differences: ['roleRef.name: view → edit'],
    });
    expect(calls).toEqual(['remove RoleBinding', 'apply RoleBinding']);
    expect(binding()?.roleRef.name).toBe('edit');
  });

  it('is taken from a former owner where nobody knows the new one in Microsoft Entra, and the plan says so', async () => {
    const { cluster, calls } = holding(ownerBinding(app, anOwner));
    expect(await run(unknown, cluster)).toMatchObject({
      action: 'change',
      differences: [expect.stringContaining('left from before')],
    });
    expect(calls).toEqual(['remove RoleBinding']);
    expect(await run(unknown, cluster)).toMatchObject({
      action: 'leave',
      reason: expect.stringMatching(/group:default\/team.*graph\.microsoft\.com\/group-id/),
    });
  });

  it('is not touched where the binding is another’s', async () => {
    const binding = ownerBinding(app, anOwner);
    const foreign = { ...binding, metadata: { name: binding.metadata.name } };
    const { cluster, calls } = holding(foreign);
    await expect(run(unknown, cluster)).rejects.toThrow(/is not the portal’s/);
    expect(calls).toEqual([]);
  });
});
