import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { appSchema, checksSchema } from '../app/schema';
import { runOperation } from './followOperation';
import type { PortalApi } from '../portalApi/portalApi';
import { verifyExamples } from './verify.examples';

const id = 'private-ai:app:verify';

/** `private-ai:app:verify`: reads everything back and asks the agent one real question. */
export function createVerifyAction(deps: { api: PortalApi }) {
  return createTemplateAction({
    id,
    description: 'Reads everything of an application back and asks its agent one real question',
    examples: verifyExamples,
    supportsDryRun: true,
    schema: {
      input: { app: appSchema },
      output: { checks: checksSchema },
    },
    async handler(ctx) {
      const { app } = ctx.input;
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Dry run: everything of ${app.entityRef} would be read back, and its agent asked one question.`,
        );
        ctx.output('checks', []);
        return;
      }
      const { checks } = await runOperation(deps.api, ctx, id, { kind: 'verify', input: { app } });
      ctx.output('checks', checks);
    },
  });
}
