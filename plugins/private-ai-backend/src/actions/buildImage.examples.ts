import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import { plannedApp } from './exampleApp';

export const buildImageExamples: TemplateExample[] = [
  {
    description: 'Builds what was published',
    example: stringify({
      steps: [
        {
          id: 'build',
          action: 'private-ai:image:build',
          name: 'Build the image',
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
