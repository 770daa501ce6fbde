import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';
import { exampleApp, plannedApp } from './exampleApp';

export const provisionExamples: TemplateExample[] = [
  {
    description: 'Provisions what was planned',
    example: stringify({
      steps: [
        {
          id: 'provision',
          action: 'private-ai:app:provision',
          name: 'Provision Azure and the cluster',
          input: { app: plannedApp },
        },
      ],
    }),
  },
  {
    description: 'Provisions an application without a form, or puts right what was changed by hand',
    example: stringify({
      steps: [
        {
          id: 'provision',
          action: 'private-ai:app:provision',
          name: 'Provision Azure and the cluster',
          input: { app: exampleApp },
        },
      ],
    }),
  },
];

export const provisionNotes: ActionNotes = {
  permission:
    '`private-ai.app.create` on the landing zone, and `private-ai.app.update` on an entity that exists',
  dryRun: 'writes the plan into the log and puts out the names that a run would.',
};
