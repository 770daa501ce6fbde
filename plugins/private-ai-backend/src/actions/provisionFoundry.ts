import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { LandingZone } from '../config/landingZone';
import { appSchema, provisionedSchema } from '../app/schema';
import { runOperation } from './followOperation';
import { planned } from './plannedRows';
import type { PortalApi } from '../portalApi/portalApi';
import { provisionFoundryExamples } from './provisionFoundry.examples';

const id = 'private-ai:foundry:provision';

/** `private-ai:foundry:provision`: only the model and the private way to it, for templates that bring the rest. */
export function createProvisionFoundryAction(deps: {
  api: PortalApi;
  zones: readonly LandingZone[];
}) {
  const { foundryAccount, modelDeployment, endpoint } = provisionedSchema;
  return createTemplateAction({
    id,
    description:
      'Makes a Foundry account with a model behind a private endpoint, or a deployment in the account that the landing zone shares',
    examples: provisionFoundryExamples,
    supportsDryRun: true,
    schema: { input: { app: appSchema }, output: { foundryAccount, modelDeployment, endpoint } },
    async handler(ctx) {
      const { app } = ctx.input;
      const outputs = ctx.isDryRun
        ? await planned(deps, ctx, app, 'foundry')
        : await runOperation(deps.api, ctx, id, {
            kind: 'provision',
            input: { app, part: 'foundry' },
          });
      ctx.output('foundryAccount', outputs.foundryAccount);
      ctx.output('modelDeployment', outputs.modelDeployment);
      ctx.output('endpoint', outputs.endpoint);
    },
  });
}
