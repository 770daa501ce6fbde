import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { LandingZone } from '../config';
import { requireAppRequest } from '../landingZones/appRequest';
import { namesOf } from '../landingZones/names';
import { appSchema } from './appSchema';
import { runOperation } from './followOperation';
import type { PortalApi } from './portalApi';
import { provisionExamples } from './provision.examples';

const id = 'private-ai:app:provision';

/** `private-ai:app:provision`: everything that an application needs in Azure and in the cluster, before its image. */
export function createProvisionAction(deps: { api: PortalApi; zones: readonly LandingZone[] }) {
  return createTemplateAction({
    id,
    description:
      'Makes what a private AI application needs in Azure and in the cluster, or brings it back to order',
    examples: provisionExamples,
    supportsDryRun: true,
    schema: {
      input: { app: appSchema },
      output: {
        namespace: zod => zod.string(),
        service: zod => zod.string(),
        foundryAccount: zod => zod.string(),
        modelDeployment: zod => zod.string(),
        identity: zod => zod.string(),
        connector: zod => zod.string(),
      },
    },
    async handler(ctx) {
      const { app } = ctx.input;
      if (ctx.isDryRun) ctx.logger.info(`Dry run: ${app.entityRef} is not provisioned.`);
      const outputs = ctx.isDryRun
        ? planned(app, deps.zones)
        : await runOperation(deps.api, ctx, id, { kind: 'provision', input: app });
      ctx.output('namespace', outputs.namespace);
      ctx.output('service', outputs.service);
      ctx.output('foundryAccount', outputs.foundryAccount);
      ctx.output('modelDeployment', outputs.modelDeployment);
      ctx.output('identity', outputs.identity);
      ctx.output('connector', outputs.connector);
    },
  });
}

function planned(app: object, zones: readonly LandingZone[]) {
  const { request, zone } = requireAppRequest(app, zones);
  return namesOf(request, zone);
}
