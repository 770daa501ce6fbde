import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { LandingZone } from '../config/landingZone';
import { appSchema, provisionedSchema } from '../app/schema';
import { runOperation } from './followOperation';
import { planned } from './plannedRows';
import type { PortalApi } from '../portalApi/portalApi';
import { provisionServiceConnectorExamples } from './provisionServiceConnector.examples';

const id = 'private-ai:service-connector:provision';

/** `private-ai:service-connector:provision`: the connection of a namespace to its Foundry account, without a model. */
export function createProvisionServiceConnectorAction(deps: {
  api: PortalApi;
  zones: readonly LandingZone[];
}) {
  const { namespace, connector, connectorSecret, serviceAccount } = provisionedSchema;
  return createTemplateAction({
    id,
    description:
      'Connects a namespace to its Foundry account by Service Connector (ServiceAccount, Secret, federated credential), and makes identity, account, role and namespace where they are missing',
    examples: provisionServiceConnectorExamples,
    supportsDryRun: true,
    schema: {
      input: { app: appSchema },
      output: { namespace, connector, connectorSecret, serviceAccount },
    },
    async handler(ctx) {
      const { app } = ctx.input;
      const outputs = ctx.isDryRun
        ? await planned(deps, ctx, app, 'service-connector')
        : await runOperation(deps.api, ctx, id, {
            kind: 'provision',
            input: { app, part: 'service-connector' },
          });
      ctx.output('namespace', outputs.namespace);
      ctx.output('connector', outputs.connector);
      ctx.output('connectorSecret', outputs.connectorSecret);
      ctx.output('serviceAccount', outputs.serviceAccount);
    },
  });
}
