import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';

export const retireExamples: TemplateExample[] = [
  {
    description: 'Retires an application that somebody picked',
    example: stringify({
      steps: [
        {
          id: 'retire',
          action: 'private-ai:app:retire',
          name: 'Remove what the application had',
          input: {
            entityRef: '${{ parameters.entityRef }}',
            landingZone: '${{ parameters.landingZone }}',
          },
        },
      ],
    }),
  },
];

export const retireNotes: ActionNotes = {
  permission: '`private-ai.app.delete` on the entity',
  dryRun: 'writes into the log, and puts out, what would be removed and what would stay.',
};
