import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const buildImageExamples: TemplateExample[] = [
  {
    description: 'Builds what was published',
    example: stringify({
      steps: [
        {
          id: 'build',
          action: 'private-ai:image:build',
          name: 'Build the image',
          input: {
            app: '${{ steps.plan.output.app }}',
            repoUrl: '${{ parameters.repository.repoUrl }}',
            commit: '${{ steps.publish.output.commitHash }}',
          },
        },
      ],
    }),
  },
];
