import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@backstage/config';
import { createTemplateGlobalFunction } from '@backstage/plugin-scaffolder-node/alpha';

const taskId = /^[\w-]+$/;

/** Whether there is anything to publish in a folder. One that cannot be read holds nothing. */
export function holdsFiles(folder: string): boolean {
  try {
    // Git's own folder is no source: an earlier try may have left it.
    return readdirSync(folder).some(name => name !== '.git');
  } catch {
    return false;
  }
}

/**
 * `workspaceHoldsFiles(context.task.id)`, for the `if` of a publishing step. A condition is asked at every try of a step,
 * where a step that went well is not repeated: a task that is tried again, or goes on in another replica, has lost the
 * files that the steps behind it had made.
 */
export function workspaceHoldsFiles(config: Config) {
  const folder = config.getOptionalString('backend.workingDirectory') ?? tmpdir();
  return createTemplateGlobalFunction({
    id: 'workspaceHoldsFiles',
    description:
      "Whether the task's workspace holds anything to publish; that of a task that is tried again does not",
    examples: [
      {
        description: 'The `if` of a publishing step',
        example: '${{ workspaceHoldsFiles(context.task.id) }}',
      },
    ],
    schema: z =>
      z
        .function()
        .args(z.string().describe('The id of the task: context.task.id'))
        .returns(z.boolean().describe('False: there is nothing to publish')),
    fn: (id: string) => taskId.test(id) && holdsFiles(join(folder, id)),
  });
}
