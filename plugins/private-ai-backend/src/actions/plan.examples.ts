import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';

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

export const planNotes: ActionNotes = {
  permission:
    '`private-ai.app.create` on the landing zone; with `change`, `private-ai.app.update` on the entity',
  dryRun: 'the same as a run: it writes nothing anyway.',
};
