import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';
import { exampleApp } from './exampleApp';

export const provisionIdentityExamples: TemplateExample[] = [
  {
    description: 'What an application signs in as that another template deploys',
    example: stringify({
      steps: [
        {
          id: 'identity',
          action: 'private-ai:identity:provision',
          name: 'Provision the identity',
          input: { app: exampleApp },
        },
      ],
    }),
  },
];

export const provisionIdentityNotes: ActionNotes = {
  permission: 'as `private-ai:app:provision`',
  dryRun:
    'writes its part of the plan into the log and puts out the name that a run would; the client id is zeros.',
};
