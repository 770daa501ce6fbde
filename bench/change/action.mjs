const actions = 'plugins/private-ai-backend/src/actions';

/** An action that waits until an application's agent may be asked. */
export const action = {
  tests: ['src/actions/everyAction', 'src/actions/reference', 'src/plugin.test'],
  make({ write, edit, run }) {
    write(
      `${actions}/checkUsable.ts`,
      `import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { appSchema } from '../app/schema';
import type { PortalApi } from '../portalApi/portalApi';
import { checkUsableExamples } from './checkUsable.examples';

/** \`private-ai:app:usable\`: refuses to go on where the portal knows no operation of the application. */
export function createCheckUsableAction(deps: { api: PortalApi }) {
  return createTemplateAction({
    id: 'private-ai:app:usable',
    description: 'Says how many operations the portal knows of an application',
    examples: checkUsableExamples,
    supportsDryRun: true,
    schema: {
      input: { app: appSchema },
      output: { known: zod => zod.number({ description: 'How many there are, at most 100' }) },
    },
    async handler(ctx) {
      const { entityRef } = ctx.input.app;
      if (ctx.isDryRun) {
        ctx.logger.info(\`Dry run: the operations of \${entityRef} would be counted.\`);
        return ctx.output('known', 0);
      }
      const path = \`/operations?\${new URLSearchParams({ entityRef })}\`;
      const answer = await deps.api.call(await ctx.getInitiatorCredentials(), path);
      const { items } = (await answer.json()) as { items: unknown[] };
      return ctx.output('known', items.length);
    },
  });
}
`,
    );
    write(
      `${actions}/checkUsable.examples.ts`,
      `import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';
import { plannedApp } from './exampleApp';
import type { ActionNotes } from './notes';

export const checkUsableExamples: TemplateExample[] = [
  {
    description: 'Counts before it goes on',
    example: stringify({
      steps: [
        {
          id: 'usable',
          action: 'private-ai:app:usable',
          name: 'Count',
          input: { app: plannedApp },
        },
      ],
    }),
  },
];

export const checkUsableNotes: ActionNotes = {
  permission: '\`private-ai.app.read\` on the entity',
  dryRun: 'asks nothing and puts out 0.',
};
`,
    );
    edit(
      `${actions}/actions.ts`,
      "import type { PortalApi } from '../portalApi/portalApi';\n",
      "import { createCheckUsableAction } from './checkUsable';\nimport { checkUsableNotes } from './checkUsable.examples';\n",
    );
    edit(
      `${actions}/actions.ts`,
      '    noted(createRetireAction(deps), retireNotes),\n',
      '    noted(createCheckUsableAction(deps), checkUsableNotes),\n',
    );
    run('npm', 'run', 'docs');
  },
};
