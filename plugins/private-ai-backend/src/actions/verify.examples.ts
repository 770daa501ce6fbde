import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';
import { plannedApp } from './exampleApp';

export const verifyExamples: TemplateExample[] = [
  {
    description: 'Verifies what was deployed',
    example: stringify({
      steps: [
        {
          id: 'verify',
          action: 'private-ai:app:verify',
          name: 'Verify',
          input: { app: plannedApp },
        },
      ],
    }),
  },
];

export const verifyNotes: ActionNotes = {
  permission: '`private-ai.app.update` on the entity',
  dryRun: 'asks nothing and puts out no check.',
};
