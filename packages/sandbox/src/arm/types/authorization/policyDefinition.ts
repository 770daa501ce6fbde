import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';

const assignmentType = 'Microsoft.Authorization/policyAssignments';

/** Microsoft's own, as far as landing zones of this kind assign them; everybody reads them, nobody writes them. */
const builtIn = new Set(
  // "Kubernetes cluster containers should only use allowed images"
  ['febd0533-8e55-448f-b837-bd0e06f16469'].map(
    guid => `/providers/microsoft.authorization/policydefinitions/${guid}`,
  ),
);

const policyRule = (id: string, rule: unknown): void => {
  const { if: condition, then } = (rule ?? {}) as { if?: unknown; then?: { effect?: string } };
  if (condition && then?.effect) return;
  throw new ArmError(
    400,
    'InvalidPolicyRule',
    `The policy definition '${id}' rule is invalid: it has an 'if', and a 'then' with an effect.`,
  );
};

/** Kept and shown; what it would refuse is refused in the cloud alone. */
export const policyDefinition: ResourceType = {
  type: 'Microsoft.Authorization/policyDefinitions',
  stateless: true,
  created: 201,
  updated: 201,
  prepare({ id, body }) {
    const asked = body.properties ?? {};
    policyRule(id.name, asked.policyRule);
    return { policyType: 'Custom', mode: 'All', ...asked };
  },
  removing: (definition, arm) => {
    const set = arm
      .stored('', policySetDefinition.type)
      .find(({ properties }) =>
        properties.policyDefinitions.some(
          (one: { policyDefinitionId: string }) =>
            one.policyDefinitionId.toLowerCase() === definition.id.toLowerCase(),
        ),
      );
    if (set) throw inUse(definition, set);
    refuseWhileAssigned(definition, arm);
  },
};

export const policySetDefinition: ResourceType = {
  type: 'Microsoft.Authorization/policySetDefinitions',
  stateless: true,
  created: 201,
  prepare({ id, body, arm }) {
    const asked = body.properties ?? {};
    const parts: { policyDefinitionId: string }[] = asked.policyDefinitions ?? [];
    for (const { policyDefinitionId } of parts) requireDefinition(policyDefinitionId, id.name, arm);
    return { policyType: 'Custom', ...asked };
  },
  removing: refuseWhileAssigned,
};

export const policyAssignment: ResourceType = {
  type: assignmentType,
  stateless: true,
  created: 201,
  updated: 201,
  deletedBody: true,
  prepare({ id, body, arm }) {
    const asked = body.properties ?? {};
    requireDefinition(String(asked.policyDefinitionId), id.name, arm);
    return {
      enforcementMode: 'Default',
      ...asked,
      scope: id.id.replace(/\/providers\/Microsoft\.Authorization\/policyAssignments\/[^/]+$/i, ''),
    };
  },
};

function requireDefinition(id: string, by: string, arm: Arm): void {
  if (builtIn.has(id.toLowerCase()) || arm.has(id)) return;
  throw new ArmError(
    404,
    'PolicyDefinitionNotFound',
    `The policy definition '${id}' that '${by}' refers to could not be found.`,
  );
}

function refuseWhileAssigned(definition: ArmResource, arm: Arm): void {
  const assignment = arm
    .stored('', assignmentType)
    .find(
      ({ properties }) =>
        properties.policyDefinitionId.toLowerCase() === definition.id.toLowerCase(),
    );
  if (assignment) throw inUse(definition, assignment);
}

const inUse = ({ id }: ArmResource, user: ArmResource) =>
  new ArmError(
    409,
    'PolicyDefinitionInUse',
    `The policy definition '${id}' is in use by '${user.id}' and cannot be deleted.`,
  );
