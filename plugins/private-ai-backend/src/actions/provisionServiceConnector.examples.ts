import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';
import { exampleApp, plannedApp } from './exampleApp';

export const provisionServiceConnectorExamples: TemplateExample[] = [
  {
    description: 'Sign-in and address of the account, for pods that another template deploys',
    example: stringify({
      steps: [
        {
          id: 'connect',
          action: 'private-ai:service-connector:provision',
          name: 'Connect the namespace to its account',
          input: { app: exampleApp },
        },
      ],
    }),
  },
  {
    description: 'The same for what a form asked for',
    example: stringify({
      steps: [
        {
          id: 'connect',
          action: 'private-ai:service-connector:provision',
          name: 'Connect the namespace to its account',
          input: { app: plannedApp },
        },
      ],
    }),
  },
];

export const provisionServiceConnectorNotes: ActionNotes = {
  permission: 'as `private-ai:app:provision`',
  dryRun:
    'writes its part of the plan into the log and puts out the names that a run would; the client id in the ServiceAccount’s is zeros.',
};
