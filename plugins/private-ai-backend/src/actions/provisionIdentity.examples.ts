import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
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
