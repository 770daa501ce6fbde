import type { AppPlan, Operation } from '@private-ai/plugin-private-ai-common';
import { appSchema, formSchema } from '../app/schema';
import { anOperation, idempotencyKeySchema, keyHeader, planSchema } from './schemas';
import { readOnly, writes, type To } from './to';

/** An application planned, and provisioned. */
export function registerProvisioning({ registry, call }: To): void {
  registry.register({
    name: 'plan-app',
    title: 'Plan an application',
    description:
      'What provisioning would create, change or leave, resource by resource, and everything that stands in its way. Nothing is written. Asks private-ai.app.create on the landing zone, or with `change` private-ai.app.update on the entity.',
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          name: formSchema.name(z),
          entityRef: formSchema.entityRef(z),
          owner: formSchema.owner(z),
          description: formSchema.description(z),
          landingZone: formSchema.landingZone(z),
          model: formSchema.model(z),
          runtime: formSchema.runtime(z),
          instructions: formSchema.instructions(z),
          change: z.boolean().optional().describe('The application exists and is to be changed'),
        }),
      output: z => planSchema(z),
    },
    async action({ credentials, input }) {
      return { output: await call<AppPlan>(credentials, '/plan', { body: input }) };
    },
  });

  registry.register({
    name: 'provision-app',
    title: 'Provision an application',
    description:
      'Starts to make what an application needs in Azure and in the cluster, or to change it; get-operation follows it. Asks private-ai.app.create on the landing zone, and private-ai.app.update on an entity that exists.',
    attributes: writes,
    schema: {
      input: z =>
        z.object({
          app: appSchema(z),
          part: z
            .enum(['foundry', 'identity'])
            .optional()
            .describe('Only the model with its account, or only the identity'),
          idempotencyKey: idempotencyKeySchema(z),
        }),
      output: anOperation,
    },
    async action({ credentials, input: { app, part, idempotencyKey } }) {
      const operation = await call<Operation>(credentials, '/operations', {
        body: { kind: 'provision', input: { app, part } },
        headers: keyHeader(idempotencyKey),
      });
      return { output: { operation } };
    },
  });
}
