import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
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
