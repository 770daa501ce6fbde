import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';
import { exampleApp, plannedApp } from './exampleApp';

export const provisionFoundryExamples: TemplateExample[] = [
  {
    description: 'The model of an application that another template makes',
    example: stringify({
      steps: [
        {
          id: 'model',
          action: 'private-ai:foundry:provision',
          name: 'Provision the model',
          input: { app: exampleApp },
        },
      ],
    }),
  },
  {
    description: 'The model of what a form asked for',
    example: stringify({
      steps: [
        {
          id: 'model',
          action: 'private-ai:foundry:provision',
          name: 'Provision the model',
          input: { app: plannedApp },
        },
      ],
    }),
  },
];

export const provisionFoundryNotes: ActionNotes = {
  permission: 'as `private-ai:app:provision`',
  dryRun: 'writes its part of the plan into the log and puts out the names that a run would.',
};
