import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { LandingZone } from '../config/landingZone';
import { appSchema, provisionedSchema } from '../app/schema';
import { runOperation } from './followOperation';
import { planned } from './plannedRows';
import type { PortalApi } from '../portalApi/portalApi';
import { provisionIdentityExamples } from './provisionIdentity.examples';

const id = 'private-ai:identity:provision';

/** `private-ai:identity:provision`: only the managed identity that an application signs in as. */
export function createProvisionIdentityAction(deps: {
  api: PortalApi;
  zones: readonly LandingZone[];
}) {
  const { identity, identityClientId } = provisionedSchema;
  return createTemplateAction({
    id,
    description: 'Makes the managed identity that an application signs in as, without any role yet',
    examples: provisionIdentityExamples,
    supportsDryRun: true,
    schema: { input: { app: appSchema }, output: { identity, identityClientId } },
    async handler(ctx) {
      const { app } = ctx.input;
      const outputs = ctx.isDryRun
        ? await planned(deps, ctx, app, 'identity')
        : await runOperation(deps.api, ctx, id, {
            kind: 'provision',
            input: { app, part: 'identity' },
          });
      ctx.output('identity', outputs.identity);
      ctx.output('identityClientId', outputs.identityClientId);
    },
  });
}
