import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { LandingZone } from '../config/landingZone';
import { INSTRUMENTATION } from '../kubernetes/instrumentation';
import { appSchema, provisionedSchema, type Zod } from '../app/schema';
import { runOperation } from './followOperation';
import { planned } from './plannedRows';
import type { PortalApi } from '../portalApi/portalApi';
import { provisionTelemetryExamples } from './provisionTelemetry.examples';

const id = 'private-ai:telemetry:provision';

const instrumentation = (zod: Zod) =>
  zod.string({
    description:
      'Name of the Instrumentation: the value of a pod template’s annotation instrumentation.opentelemetry.io/inject-nodejs or inject-python',
  });

/** `private-ai:telemetry:provision`: how the pods of a namespace are measured. */
export function createProvisionTelemetryAction(deps: {
  api: PortalApi;
  zones: readonly LandingZone[];
}) {
  const { namespace } = provisionedSchema;
  return createTemplateAction({
    id,
    description:
      'Makes the Instrumentation by which the OpenTelemetry operator measures the pods of a namespace; makes the landing zone’s collector and PodMonitor where they are the portal’s, and looks whether they are there where they are not',
    examples: provisionTelemetryExamples,
    supportsDryRun: true,
    schema: { input: { app: appSchema }, output: { namespace, instrumentation } },
    async handler(ctx) {
      const { app } = ctx.input;
      const outputs = ctx.isDryRun
        ? await planned(deps, ctx, app, 'telemetry')
        : await runOperation(deps.api, ctx, id, {
            kind: 'provision',
            input: { app, part: 'telemetry' },
          });
      ctx.output('namespace', outputs.namespace);
      ctx.output('instrumentation', INSTRUMENTATION);
    },
  });
}
