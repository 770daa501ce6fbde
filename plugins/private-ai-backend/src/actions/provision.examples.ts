import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
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
