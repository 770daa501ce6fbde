import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { LandingZone } from '../config/landingZone';
import { requireAppRequest } from '../app/request';
import { imageRepository } from '../app/imageRepository';
import { appSchema, checksSchema, sourceSchema } from '../app/schema';
import { runOperation } from './followOperation';
import type { PortalApi } from '../portalApi/portalApi';
import { releaseExamples } from './release.examples';

const id = 'private-ai:app:release';

/** `private-ai:app:release`: a commit to its end, so that what failed on the way is resumed to the end, too. */
export function createReleaseAction(deps: { api: PortalApi; zones: readonly LandingZone[] }) {
  return createTemplateAction({
    id,
    description:
      "Brings a published commit to run: has its image built (or takes one by digest), deploys it with the commit's manifests, and verifies the application",
    examples: releaseExamples,
    supportsDryRun: true,
    schema: {
      input: {
        app: appSchema,
        ...sourceSchema,
        image: zod =>
          zod
            .string({
              description:
                'An image of the application by its digest, in place of a build: one that ran before, or one made elsewhere',
            })
            .optional(),
      },
      output: {
        image: zod => zod.string({ description: 'The image that runs, by its digest' }),
        service: zod => zod.string({ description: "The agent's Service in the namespace" }),
        checks: checksSchema,
      },
    },
    async handler(ctx) {
      const { app, repoUrl, commit, image } = ctx.input;
      if (ctx.isDryRun) {
        const { zone } = requireAppRequest(app, deps.zones);
        const from = image ?? `an image of ${repoUrl}`;
        ctx.logger.info(`Dry run: ${from} would be deployed as ${app.entityRef}, and verified.`);
        // In the form of a real one, so that the steps behind it can be checked too.
        const made = `${imageRepository(app, zone)}@sha256:${'0'.repeat(64)}`;
        ctx.output('image', image ?? made);
        ctx.output('service', app.name);
        ctx.output('checks', []);
        return;
      }
      const outputs = await runOperation(deps.api, ctx, id, {
        kind: 'release',
        input: { app, source: { repoUrl, commit }, ...(image && { image }) },
      });
      ctx.output('image', outputs.image);
      ctx.output('service', outputs.service);
      ctx.output('checks', outputs.checks);
    },
  });
}
