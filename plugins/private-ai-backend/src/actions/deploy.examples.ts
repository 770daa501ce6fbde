import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';
import { plannedApp } from './exampleApp';

export const deployExamples: TemplateExample[] = [
  {
    description: 'Deploys what was built',
    example: stringify({
      steps: [
        {
          id: 'deploy',
          action: 'private-ai:app:deploy',
          name: 'Deploy',
          input: {
            app: plannedApp,
            repoUrl: "${{ steps['plan'].output.repository.repoUrl }}",
            commit: "${{ steps['publish'].output.commitHash }}",
            image: "${{ steps['build'].output.image }}",
          },
        },
      ],
    }),
  },
];

export const deployNotes: ActionNotes = {
  permission: '`private-ai.app.update` on the entity',
  dryRun: 'deploys nothing and puts out what it was given.',
};
