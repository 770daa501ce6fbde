import { randomUUID } from 'node:crypto';
import { ArmError } from '../../errors.ts';
import type { ResourceType } from '../../resourceType.ts';

export const project: ResourceType = {
  type: 'Microsoft.CognitiveServices/accounts/projects',
  tracked: true,
  etag: true,
  write: {
    path: 'operationResults',
    apiVersion: '2017-04-18',
    state: 'Creating',
    running: 'Creating',
  },
  prepare({ id, body, existing, arm }) {
    const account = arm.get(id.parent);
    if (!account?.properties.allowProjectManagement) {
      throw new ArmError(
        400,
        'BadRequest',
        `Project can only be created under AIServices Kind account with allowProjectManagement set to true: ${id.parent}`,
      );
    }
    return {
      ...body.properties,
      internalId: existing?.properties.internalId ?? randomUUID().replaceAll('-', ''),
      endpoints: {
        'AI Foundry API': `${account.properties.endpoints['AI Foundry API']}api/projects/${id.name}`,
      },
      isDefault:
        arm.list(id.parent, id.type).length === 0 || existing?.properties.isDefault === true,
    };
  },
};
