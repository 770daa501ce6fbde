import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';

export const checkWorkspaceExamples: TemplateExample[] = [
  {
    description:
      'Publishes only what is there, at every try, and says why where nothing was published',
    example: stringify({
      steps: [
        {
          id: 'publish',
          action: 'publish:github',
          name: 'Publish',
          if: '${{ workspaceHoldsFiles(context.task.id) }}',
          input: { repoUrl: "${{ steps['plan'].output.repository.repoUrl }}" },
        },
        {
          id: 'published',
          action: 'private-ai:workspace:check',
          name: 'Check that there was something to publish',
          if: "${{ not steps['publish'].output.commitHash }}",
        },
      ],
    }),
  },
  {
    description: 'Of one folder of the workspace',
    example: stringify({
      steps: [
        {
          id: 'check',
          action: 'private-ai:workspace:check',
          name: 'Check the source',
          input: { path: './service' },
        },
      ],
    }),
  },
];

export const checkWorkspaceNotes: ActionNotes = {
  permission: 'none: it looks at the task’s own workspace',
  dryRun: 'the same as a run.',
};
