import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const planExamples: TemplateExample[] = [
  {
    description: 'Checks the form before anything is made',
    example: stringify({
      steps: [
        {
          id: 'plan',
          action: 'private-ai:app:plan',
          name: 'Check what will be made',
          input: {
            name: '${{ parameters.name }}',
            owner: '${{ parameters.owner }}',
            landingZone: '${{ parameters.landingZone }}',
            model: '${{ parameters.model }}',
            runtime: '${{ parameters.runtime }}',
            instructions: '${{ parameters.instructions }}',
          },
        },
      ],
    }),
  },
  {
    description: 'Says what another model would change in an application that exists',
    example: stringify({
      steps: [
        {
          id: 'plan',
          action: 'private-ai:app:plan',
          name: 'Check what will be changed',
          input: {
            name: '${{ parameters.name }}',
            entityRef: '${{ parameters.entityRef }}',
            owner: '${{ parameters.owner }}',
            landingZone: '${{ parameters.landingZone }}',
            model: '${{ parameters.model }}',
            runtime: '${{ parameters.runtime }}',
            instructions: '${{ parameters.instructions }}',
            change: true,
          },
        },
      ],
    }),
  },
];
