import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const provisionExamples: TemplateExample[] = [
  {
    description: 'Provisions what was planned',
    example: stringify({
      steps: [
        {
          id: 'provision',
          action: 'private-ai:app:provision',
          name: 'Provision Azure and the cluster',
          input: { app: '${{ steps.plan.output.app }}' },
        },
      ],
    }),
  },
];
