import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

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
