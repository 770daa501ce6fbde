import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';
import { plannedApp } from './exampleApp';

export const makeExamples: TemplateExample[] = [
  {
    description: 'Makes the application that was planned, from what was published',
    example: stringify({
      steps: [
        {
          id: 'make',
          action: 'private-ai:app:make',
          name: 'Provision, build, deploy and verify',
          input: {
            app: plannedApp,
            repoUrl: "${{ steps['plan'].output.repository.repoUrl }}",
            commit: "${{ steps['publish'].output.commitHash }}",
          },
        },
      ],
    }),
  },
];

export const makeNotes: ActionNotes = {
  permission:
    '`private-ai.app.create` on the landing zone; for an application that exists, `private-ai.app.update` on the entity',
  dryRun:
    'writes the plan into the log; the outputs that only Azure can say have the form of real ones.',
};
