import type { Operation, RetirementPlan } from '@private-ai/plugin-private-ai-common';
import { appPath } from '../portalApi/appPath';
import { anOperation, retirementSchema } from './schemas';
import { readOnly, writes, type To } from './to';

/** What a retirement would remove, and the retirement. */
export function registerRetirement({ registry, call }: To): void {
  registry.register({
    name: 'plan-retirement',
    title: 'Plan a retirement',
    description:
      'What a retirement of an application would remove, in order, and what would stay. Nothing is removed. Asks private-ai.app.delete on the entity.',
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          entityRef: z.string().describe('The application, such as component:default/weather'),
          landingZone: z.string().optional().describe("Where the catalog doesn't say it"),
        }),
      output: z => retirementSchema(z),
    },
    async action({ credentials, input: { entityRef, landingZone } }) {
      const query = landingZone ? `?${new URLSearchParams({ landingZone })}` : '';
      const path = `${appPath(entityRef)}/retirement${query}`;
      return { output: await call<RetirementPlan>(credentials, path) };
    },
  });

  registry.register({
    name: 'retire-app',
    title: 'Retire an application',
    description:
      'Starts to remove everything that the portal made for an application; show the list of plan-retirement first. Asks private-ai.app.delete on the entity.',
    attributes: { ...writes, destructive: true },
    schema: {
      input: z =>
        z.object({
          entityRef: z.string().describe('The application, such as component:default/weather'),
          landingZone: z.string().describe('Where it was provisioned'),
          unregister: z.boolean().optional().describe('Take it out of the catalog at the end'),
          archive: z.boolean().optional().describe('Archive its repository at the end'),
        }),
      output: anOperation,
    },
    async action({ credentials, input }) {
      const body = { kind: 'retire', input };
      return { output: { operation: await call<Operation>(credentials, '/operations', { body }) } };
    },
  });
}
