import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
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
