import { randomUUID } from 'node:crypto';
import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ResourceType, Write } from '../../resourceType.ts';

interface Destinations {
  monitoringAccounts?: { accountResourceId: string; name: string }[];
  logAnalytics?: { workspaceResourceId: string; name: string }[];
}

export const dataCollectionRule: ResourceType = {
  type: 'Microsoft.Insights/dataCollectionRules',
  tracked: true,
  etag: true,
  prepare({ id, body, existing, arm }) {
    if (body.location) requireLocation(body.location);
    const asked = body.properties ?? {};
    requireThere(asked.dataCollectionEndpointId, id.name, arm);
    const destinations: Destinations = asked.destinations ?? {};
    const named = [
      ...(destinations.monitoringAccounts ?? []).map(one => ({
        name: one.name,
        id: one.accountResourceId,
      })),
      ...(destinations.logAnalytics ?? []).map(one => ({
        name: one.name,
        id: one.workspaceResourceId,
      })),
    ];
    for (const one of named) requireThere(one.id, id.name, arm);
    for (const flow of asked.dataFlows ?? [])
      for (const name of flow.destinations)
        if (!named.some(one => one.name === name))
          throw new ArmError(
            400,
            'InvalidPayload',
            `Data collection rule is invalid: 'dataFlows' names the destination '${name}', which 'destinations' does not have.`,
          );
    return {
      ...asked,
      immutableId: existing?.properties.immutableId ?? `dcr-${randomUUID().replaceAll('-', '')}`,
    };
  },
};

const configuration = 'configurationAccessEndpoint';

/** What is collected from a resource, and where it asks for that; below the resource itself. */
export const dataCollectionRuleAssociation: ResourceType = {
  type: 'Microsoft.Insights/dataCollectionRuleAssociations',
  etag: true,
  prepare({ id, body, arm }: Write) {
    const { dataCollectionRuleId: rule, dataCollectionEndpointId: endpoint } =
      body.properties ?? {};
    if (Boolean(rule) === Boolean(endpoint))
      throw new ArmError(
        400,
        'InvalidPayload',
        `Data collection association ${id.name} is invalid: it names a rule or an endpoint, one of the two.`,
      );
    if (endpoint && id.name !== configuration)
      throw new ArmError(
        400,
        'InvalidAssociationName',
        `Data collection association of an endpoint must be named '${configuration}', not '${id.name}'.`,
      );
    requireThere(rule ?? endpoint, id.name, arm);
    return { ...body.properties };
  },
};

function requireThere(id: string | undefined, by: string, arm: Arm): void {
  if (!id || arm.get(id)) return;
  throw new ArmError(
    400,
    'InvalidPayload',
    `The resource '${id}' that '${by}' refers to does not exist.`,
  );
}
