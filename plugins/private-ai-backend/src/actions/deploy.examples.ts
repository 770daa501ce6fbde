import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const deployExamples: TemplateExample[] = [
  {
    description: 'Deploys what was built',
    example: stringify({
      steps: [
        {
          id: 'deploy',
          action: 'private-ai:app:deploy',
          name: 'Deploy',
          input: {
            app: '${{ steps.plan.output.app }}',
            repoUrl: '${{ parameters.repository.repoUrl }}',
            commit: '${{ steps.publish.output.commitHash }}',
            image: '${{ steps.build.output.image }}',
          },
        },
      ],
    }),
  },
];
