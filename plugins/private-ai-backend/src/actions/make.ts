import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { OperationOutputs } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { requireAppRequest } from '../app/request';
import { imageRepository } from '../app/imageRepository';
import { appSchema, checksSchema, provisionedSchema, sourceSchema } from '../app/schema';
import type { PortalApi } from '../portalApi/portalApi';
import { runOperation } from './followOperation';
import { makeExamples } from './make.examples';
import { planned } from './plannedRows';
import { putProvisioned } from './putProvisioned';

const id = 'private-ai:app:make';

/** `private-ai:app:make`: a published application to its first answer, as one operation that can be resumed to that end. */
export function createMakeAction(deps: {
  api: PortalApi;
  zones: readonly LandingZone[];
  /** Where a person finds the application. */
  pageOf(entityRef: string): string;
}) {
  return createTemplateAction({
    id,
    description:
      'Brings a new application from its published repository to its first answer: provisioned in Azure and in the cluster, its commit built, deployed and verified. What fails or is cancelled on the way is resumed to that end from its page',
    examples: makeExamples,
    supportsDryRun: true,
    schema: {
      input: { app: appSchema, ...sourceSchema },
      output: {
        ...provisionedSchema,
        image: zod => zod.string({ description: 'The image that runs, by its digest' }),
        checks: checksSchema,
      },
    },
    async handler(ctx) {
      const { app, repoUrl, commit } = ctx.input;
      const page = deps.pageOf(app.entityRef);
      const put = (outputs: OperationOutputs['make']) => {
        putProvisioned(ctx, outputs);
        ctx.output('image', outputs.image);
        ctx.output('checks', outputs.checks);
      };
      if (ctx.isDryRun) {
        const { zone } = requireAppRequest(app, deps.zones);
        const provisioned = await planned(deps, ctx, app);
        ctx.logger.info(`Dry run: ${repoUrl} would be built, deployed and verified.`);
        // In the form of a real one, so that the steps behind it can be checked too.
        const image = `${imageRepository(app, zone)}@sha256:${'0'.repeat(64)}`;
        return put({ ...provisioned, image, checks: [] });
      }
      ctx.logger.info(
        `The application's page shows it, too, whatever becomes of this task: ${page}`,
      );
      const input = { app, source: { repoUrl, commit } };
      return put(await runOperation(deps.api, ctx, id, { kind: 'make', input }, page));
    },
  });
}
