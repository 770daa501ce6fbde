import { ArmError } from '../../errors.ts';
import type { ResourceType } from '../../resourceType.ts';

/** Where a resource's logs go; below the resource itself. */
export const diagnosticSetting: ResourceType = {
  type: 'Microsoft.Insights/diagnosticSettings',
  created: 200,
  stateless: true,
  prepare({ id, body, arm }) {
    const asked = body.properties ?? {};
    if (asked.workspaceId && !arm.get(asked.workspaceId))
      throw new ArmError(
        400,
        'ResourceNotFound',
        `The workspace '${asked.workspaceId}' of the diagnostic setting ${id.name} was not found.`,
      );
    const twin = arm
      .stored(id.parent, diagnosticSetting.type)
      .find(
        one =>
          one.name.toLowerCase() !== id.name.toLowerCase() &&
          one.properties.workspaceId?.toLowerCase() === asked.workspaceId?.toLowerCase(),
      );
    if (twin)
      throw new ArmError(
        409,
        'Conflict',
        `Data sink '${asked.workspaceId}' is already used in diagnostic setting '${twin.name}' for resource '${id.parent}'. Data sinks can't be reused in different settings on the same category for the same resource.`,
      );
    return { logs: [], metrics: [], ...asked };
  },
};
