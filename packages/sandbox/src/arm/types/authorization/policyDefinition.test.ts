import { test } from 'node:test';
import { emptySubscription } from '../../../testing/emptySubscription.ts';

test('policies are assigned where they exist, and stay while they are', async () => {
  const it = await emptySubscription();
  const scope = `/subscriptions/${it.room.subscriptionId}/providers/Microsoft.Authorization`;
  const [definition, set, assignment] = [
    `${scope}/policyDefinitions/no-keys`,
    `${scope}/policySetDefinitions/private-ai`,
    `${scope}/policyAssignments/private-ai`,
  ];
  const rule = (policyRule: object) => ({ properties: { policyRule } });
  const parts = (policyDefinitionId: string) => ({
    properties: { policyDefinitions: [{ policyDefinitionId }] },
  });
  const assigned = (policyDefinitionId: string) => ({ properties: { policyDefinitionId } });
  const missing = `${scope}/policyDefinitions/none`;
  const builtIn = '/providers/Microsoft.Authorization/policyDefinitions';
  try {
    await it.refused(definition, rule({ if: { field: 'type', equals: 'x' } }), 'InvalidPolicyRule');
    await it.make(
      definition,
      rule({ if: { field: 'type', equals: 'x' }, then: { effect: 'deny' } }),
    );
    await it.refused(set, parts(missing), 'PolicyDefinitionNotFound');
    await it.make(set, parts(definition));
    await it.refused(definition, undefined, 'PolicyDefinitionInUse');
    await it.refused(assignment, assigned(missing), 'PolicyDefinitionNotFound');
    const unknown = `${builtIn}/00000000-0000-0000-0000-000000000000`;
    await it.refused(assignment, assigned(unknown), 'PolicyDefinitionNotFound');
    await it.make(assignment, assigned(set));
    await it.refused(set, undefined, 'PolicyDefinitionInUse');
    const images = `${builtIn}/febd0533-8e55-448f-b837-bd0e06f16469`;
    await it.make(`${scope}/policyAssignments/images`, assigned(images));
  } finally {
    await it.stop();
  }
});
