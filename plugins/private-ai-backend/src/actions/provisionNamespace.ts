import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { LandingZone } from '../config/landingZone';
import { appSchema, provisionedSchema } from '../app/schema';
import { runOperation } from './followOperation';
import { planned } from './plannedRows';
import type { PortalApi } from '../portalApi/portalApi';
import { provisionNamespaceExamples } from './provisionNamespace.examples';

const id = 'private-ai:namespace:provision';

/** `private-ai:namespace:provision`: only the place in the cluster, for templates that bring what runs in it. */
export function createProvisionNamespaceAction(deps: {
  api: PortalApi;
  zones: readonly LandingZone[];
}) {
  const { namespace } = provisionedSchema;
  return createTemplateAction({
    id,
    description:
      'Makes a namespace as the landing zone wants it: Pod Security, quota, limits, network policies, the owner’s access',
    examples: provisionNamespaceExamples,
    supportsDryRun: true,
    schema: { input: { app: appSchema }, output: { namespace } },
    async handler(ctx) {
      const { app } = ctx.input;
      const outputs = ctx.isDryRun
        ? await planned(deps, ctx, app, 'namespace')
        : await runOperation(deps.api, ctx, id, {
            kind: 'provision',
            input: { app, part: 'namespace' },
          });
      ctx.output('namespace', outputs.namespace);
    },
  });
}
