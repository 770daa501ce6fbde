import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const verifyExamples: TemplateExample[] = [
  {
    description: 'Verifies what was deployed',
    example: stringify({
      steps: [
        {
          id: 'verify',
          action: 'private-ai:app:verify',
          name: 'Verify',
          input: { app: '${{ steps.plan.output.app }}' },
        },
      ],
    }),
  },
];
