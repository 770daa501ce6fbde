import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';
import { exampleApp, plannedApp } from './exampleApp';

export const provisionNamespaceExamples: TemplateExample[] = [
  {
    description: 'The place of an application that another template deploys',
    example: stringify({
      steps: [
        {
          id: 'namespace',
          action: 'private-ai:namespace:provision',
          name: 'Provision the namespace',
          input: { app: exampleApp },
        },
      ],
    }),
  },
  {
    description: 'The place of what a form asked for',
    example: stringify({
      steps: [
        {
          id: 'namespace',
          action: 'private-ai:namespace:provision',
          name: 'Provision the namespace',
          input: { app: plannedApp },
        },
      ],
    }),
  },
];

export const provisionNamespaceNotes: ActionNotes = {
  permission: 'as `private-ai:app:provision`',
  dryRun: 'writes its part of the plan into the log and puts out the name that a run would.',
};
