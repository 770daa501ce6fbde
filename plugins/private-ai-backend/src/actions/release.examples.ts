import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import type { ActionNotes } from './notes';
import { plannedApp } from './exampleApp';

const published = {
  app: plannedApp,
  repoUrl: "${{ steps['plan'].output.repository.repoUrl }}",
  commit: "${{ steps['publish'].output.commitHash }}",
};
const step = (name: string, input: object) =>
  stringify({ steps: [{ id: 'release', action: 'private-ai:app:release', name, input }] });

export const releaseExamples: TemplateExample[] = [
  { description: 'Releases what was published', example: step('Release', published) },
  {
    description: 'Releases an image that was made elsewhere',
    example: step('Release', { ...published, image: "${{ steps['build'].output.image }}" }),
  },
];

export const releaseNotes: ActionNotes = {
  permission: '`private-ai.app.update` on the entity',
  dryRun:
    'builds and deploys nothing, and puts out the image that it was given, or one whose digest is zeros.',
};
