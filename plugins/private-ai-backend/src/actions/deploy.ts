import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { appSchema, sourceSchema } from '../app/schema';
import { deployExamples } from './deploy.examples';
import { runOperation } from './followOperation';
import type { PortalApi } from '../portalApi/portalApi';

const id = 'private-ai:app:deploy';

/** `private-ai:app:deploy`: applies the published commit's manifests with the image and waits until it runs. */
export function createDeployAction(deps: { api: PortalApi }) {
  return createTemplateAction({
    id,
    description: "Deploys the published commit's manifests with an image and waits until it runs",
    examples: deployExamples,
    supportsDryRun: true,
    schema: {
      input: {
        app: appSchema,
        ...sourceSchema,
        image: zod => zod.string({ description: 'The image by its digest' }),
      },
      output: {
        image: zod => zod.string({ description: 'The image that runs, by its digest' }),
        service: zod => zod.string({ description: "The agent's Service in the namespace" }),
      },
    },
    async handler(ctx) {
      const { app, repoUrl, commit, image } = ctx.input;
      if (ctx.isDryRun) {
        ctx.logger.info(`Dry run: ${image} would be deployed as ${app.entityRef}.`);
        ctx.output('image', image);
        ctx.output('service', app.name);
        return;
      }
      const outputs = await runOperation(deps.api, ctx, id, {
        kind: 'deploy',
        input: { app, source: { repoUrl, commit }, image },
      });
      ctx.output('image', outputs.image);
      ctx.output('service', outputs.service);
    },
  });
}
