import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { checkWorkspaceExamples } from './checkWorkspace.examples';
import { holdsFiles } from './workspace';

/** `private-ai:workspace:check`: refuses a workspace that is empty or gone, from which nothing could be published. */
export function createCheckWorkspaceAction() {
  return createTemplateAction({
    id: 'private-ai:workspace:check',
    description:
      "Refuses to go on when the files that the task's earlier steps made are gone, as they are when a task is tried again or goes on in another replica",
    examples: checkWorkspaceExamples,
    supportsDryRun: true,
    schema: {
      input: {
        path: zod =>
          zod
            .string({
              description:
                'The folder of the workspace that is published; the whole workspace when left out',
            })
            .optional(),
      },
      output: {},
    },
    async handler(ctx) {
      const folder = resolveSafeChildPath(ctx.workspacePath, ctx.input.path ?? '.');
      if (holdsFiles(folder)) return;
      throw new ConflictError(
        "There is nothing to publish: the files that this task's earlier steps had made are gone, with the try of the task that made them. Start the template again from its form; where a repository of this name was begun already, delete it first.",
      );
    },
  });
}
