import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { LandingZone } from '../config/landingZone';
import { appSchema, provisionedSchema } from '../app/schema';
import { runOperation } from './followOperation';
import { planned } from './plannedRows';
import { putProvisioned } from './putProvisioned';
import type { PortalApi } from '../portalApi/portalApi';
import { provisionExamples } from './provision.examples';

const id = 'private-ai:app:provision';

/** `private-ai:app:provision`: everything that an application needs in Azure and in the cluster, before its image. */
export function createProvisionAction(deps: { api: PortalApi; zones: readonly LandingZone[] }) {
  return createTemplateAction({
    id,
    description:
      'Makes what a private AI application needs in Azure and in the cluster, changes what is to be different, or brings it back to order',
    examples: provisionExamples,
    supportsDryRun: true,
    schema: { input: { app: appSchema }, output: provisionedSchema },
    async handler(ctx) {
      const { app } = ctx.input;
      const outputs = ctx.isDryRun
        ? await planned(deps, ctx, app)
        : await runOperation(deps.api, ctx, id, { kind: 'provision', input: { app } });
      putProvisioned(ctx, outputs);
    },
  });
}
