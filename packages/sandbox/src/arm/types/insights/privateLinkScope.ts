import { ArmError } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { followScope } from '../network/followScope.ts';

const scopedType = 'Microsoft.Insights/privateLinkScopes/scopedResources';

/** Azure Monitor behind one private endpoint. https://learn.microsoft.com/azure/azure-monitor/fundamentals/private-link-security */
export const privateLinkScope: ResourceType = {
  type: 'Microsoft.Insights/privateLinkScopes',
  tracked: true,
  prepare({ body }) {
    if (body.location && body.location.toLowerCase() !== 'global')
      throw new ArmError(
        400,
        'LocationNotAvailableForResourceType',
        `The provided location '${body.location}' is not available for resource type 'Microsoft.Insights/privateLinkScopes'. List of available regions for the resource type is 'global'.`,
      );
    return {
      accessModeSettings: { ingestionAccessMode: 'Open', queryAccessMode: 'Open', exclusions: [] },
      ...body.properties,
      privateEndpointConnections: [],
    };
  },
};

/** "Log Analytics workspaces, Application Insights components, and data collection endpoints": no Prometheus workspace. */
const taken = [
  'microsoft.operationalinsights/workspaces',
  'microsoft.insights/components',
  'microsoft.insights/datacollectionendpoints',
];

export const scopedResource: ResourceType = {
  type: scopedType,
  // https://github.com/hashicorp/terraform-provider-azurerm/issues/22236 has the sentence; its code and the time are unconfirmed.
  oneAtATime: {
    seconds: 5,
    refusal: () =>
      new ArmError(
        409,
        'Conflict',
        "Cannot modify resource while in provisioning state: 'Provisioning'",
      ),
  },
  prepare({ id, body, arm }) {
    const linked: string = body.properties?.linkedResourceId ?? '';
    const found = arm.get(linked);
    if (!found || !taken.includes(found.type.toLowerCase()))
      throw new ArmError(
        400,
        'InvalidLinkedResource',
        `The resource '${linked}' cannot be linked to the private link scope ${id.parent}: it does not exist, or is not a Log Analytics workspace, an Application Insights component or a data collection endpoint.`,
      );
    const twin = arm
      .stored(id.parent, scopedType)
      .find(
        one =>
          one.name.toLowerCase() !== id.name.toLowerCase() &&
          same(one.properties.linkedResourceId, found),
      );
    if (twin)
      throw new ArmError(
        409,
        'LinkedResourceAlreadyInScope',
        `The resource '${linked}' is already in the private link scope ${id.parent} as '${twin.name}'.`,
      );
    return { ...body.properties };
  },
  done: ({ id }, arm) => followScope(scopeOf(id), arm),
  removed: ({ id }, arm) => followScope(scopeOf(id), arm),
};

const scopeOf = (id: string) => id.split('/').slice(0, -2).join('/');

const same = (id: string, resource: ArmResource) => id.toLowerCase() === resource.id.toLowerCase();
