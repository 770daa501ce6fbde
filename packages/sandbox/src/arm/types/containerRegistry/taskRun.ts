import { isDeepStrictEqual } from 'node:util';
import { ArmError } from '../../errors.ts';
import type { ResourceType, Write } from '../../resourceType.ts';

/**
 * One run of a registry, as a resource that may carry identities for it. The write lasts for as long as the run; writing the same again
 * runs nothing, unless `forceUpdateTag` is another.
 * https://learn.microsoft.com/azure/container-registry/container-registry-task-run-template
 */
export const taskRun: ResourceType = {
  type: 'Microsoft.ContainerRegistry/registries/taskRuns',
  write: { path: 'operationStatuses', state: 'Creating', updateState: 'Updating', waits: true },
  prepare(write) {
    const { id, body, existing, arm, hooks, by } = write;
    if (!/^[a-zA-Z0-9-]{5,50}$/.test(id.name))
      throw new ArmError(
        400,
        'InvalidTaskRunName',
        `The task run name '${id.name}' is invalid: 5 to 50 letters, digits and dashes.`,
      );
    const { runRequest, forceUpdateTag } = body.properties ?? {};
    const { runId: earlier, ...before } = existing?.properties ?? {};
    const isSame =
      before.forceUpdateTag === forceUpdateTag && isDeepStrictEqual(before.runRequest, runRequest);
    const registry = arm.get(id.parent);
    if (!registry || !hooks.taskRuns)
      throw new ArmError(400, 'InvalidParameter', 'The sandbox runs nothing here.');
    const runId =
      existing && isSame
        ? earlier
        : hooks.taskRuns.schedule({
            ...{ registry, by, request: runRequest },
            identities: identitiesOf(write),
          });
    return { runRequest, forceUpdateTag, runId };
  },
  done: ({ properties }, _, hooks) => hooks.taskRuns?.ended(properties.runId),
  present(resource, arm) {
    const { runId, ...properties } = resource.properties;
    const registry = arm.get(resource.id.slice(0, resource.id.toLowerCase().indexOf('/taskruns/')));
    const runResult = registry && arm.hooks.taskRuns?.shown(registry, runId);
    return { ...resource, properties: { ...properties, ...(runResult && { runResult }) } };
  },
};

/** By client id, as a run's request names one. */
function identitiesOf({ body, arm }: Write): Map<string, string> {
  const ids = Object.keys(body.identity?.userAssignedIdentities ?? {});
  return new Map(
    ids.flatMap(id => {
      const { clientId, principalId } = arm.get(id)?.properties ?? {};
      return clientId ? [[String(clientId), String(principalId)] as const] : [];
    }),
  );
}
