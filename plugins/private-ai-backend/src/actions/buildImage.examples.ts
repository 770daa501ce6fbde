import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';
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

export const buildImageNotes: ActionNotes = {
  permission: '`private-ai.app.update` on the entity',
  dryRun: 'builds nothing and puts out an image whose digest is zeros.',
};
