import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { LandingZone } from '../config/landingZone';
import { requireAppRequest } from '../app/request';
import { imageRepository } from '../app/imageRepository';
import { appSchema, sourceSchema } from '../app/schema';
import { buildImageExamples } from './buildImage.examples';
import { runOperation } from './followOperation';
import type { PortalApi } from '../portalApi/portalApi';

const id = 'private-ai:image:build';

/** `private-ai:image:build`: builds the published commit where the landing zone builds images. */
export function createBuildImageAction(deps: { api: PortalApi; zones: readonly LandingZone[] }) {
  return createTemplateAction({
    id,
    description: "Builds the published commit's image in the landing zone's registry",
    examples: buildImageExamples,
    supportsDryRun: true,
    schema: {
      input: { app: appSchema, ...sourceSchema },
      output: { image: zod => zod.string({ description: 'The image by its digest' }) },
    },
    async handler(ctx) {
      const { app, repoUrl, commit } = ctx.input;
      if (ctx.isDryRun) {
        const { zone } = requireAppRequest(app, deps.zones);
        ctx.logger.info(
          `Dry run: an image of ${repoUrl} would be built in ${zone.registry.loginServer}.`,
        );
        // In the form of a real one, so that the steps behind it can be checked too.
        const digest = `sha256:${'0'.repeat(64)}`;
        ctx.output('image', `${imageRepository(app, zone)}@${digest}`);
        return;
      }
      const { image } = await runOperation(deps.api, ctx, id, {
        kind: 'build',
        input: { app, source: { repoUrl, commit } },
      });
      ctx.output('image', image);
    },
  });
}
