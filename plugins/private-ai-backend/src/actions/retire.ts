import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { RetirementPlan } from '@private-ai/plugin-private-ai-common';
import { readEntityRef } from '../app/entityRef';
import { appPath } from '../portalApi/appPath';
import { OperationError, runOperation } from './followOperation';
import { sentenceOf, type PortalApi } from '../portalApi/portalApi';
import { retireExamples } from './retire.examples';

const id = 'private-ai:app:retire';

/** What is done at the end, where it is asked for. */
const ends = { archive: 'archived', unregister: 'taken out of the catalog' } as const;

/** `private-ai:app:retire`: takes away what the portal made for an application; a dry run only lists it. */
export function createRetireAction(deps: { api: PortalApi }) {
  return createTemplateAction({
    id,
    description:
      'Removes what the portal made for a private AI application in Azure and in the cluster, and says what stays',
    examples: retireExamples,
    supportsDryRun: true,
    schema: {
      input: {
        entityRef: zod =>
          zod.string({ description: 'The application, such as component:default/weather' }),
        landingZone: zod => zod.string({ description: 'Where it was provisioned' }),
        unregister: zod =>
          zod.boolean({ description: 'Take its entity out of the catalog at the end' }).optional(),
        archive: zod =>
          zod.boolean({ description: 'Archive its repository at the end' }).optional(),
      },
      output: {
        removed: zod =>
          zod.array(
            zod.object({
              type: zod.string({ description: 'In words, such as Foundry account' }),
              name: zod.string({ description: 'Its name in Azure or in the cluster' }),
            }),
            { description: 'What is gone, in the order in which it was removed' },
          ),
        stays: zod =>
          zod.array(
            zod.object({
              name: zod.string({ description: 'What it is' }),
              message: zod.string({ description: 'Why it stays, or for how long' }),
            }),
            { description: 'What stays' },
          ),
      },
    },
    async handler(ctx) {
      const { landingZone, unregister, archive } = ctx.input;
      const entityRef = readEntityRef(ctx.input.entityRef, 'component');
      if (ctx.isDryRun) {
        const { removes, stays, chats, after } = await plan(deps.api, ctx, appPath(entityRef));
        ctx.logger.info(`Dry run: nothing of ${entityRef} is removed.`);
        for (const { type, name } of removes) ctx.logger.info(`Would be removed: ${type} ${name}`);
        for (const { name, message } of stays) ctx.logger.info(`Would stay: ${name}. ${message}`);
        const { conversations, people } = chats;
        if (conversations > 0)
          ctx.logger.info(`Would be deleted: ${conversations} conversations of ${people} people`);
        const asked = { unregister, archive };
        for (const [key, what] of Object.entries(ends)) {
          const choice = after[key as keyof typeof ends];
          if (choice && asked[key as keyof typeof ends])
            ctx.logger.info(
              choice.refusal
                ? `Would not be ${what}: ${choice.name}. ${choice.refusal}`
                : `Would be ${what}: ${choice.name}`,
            );
        }
        ctx.output('removed', removes);
        ctx.output('stays', stays);
        return;
      }
      const outputs = await runOperation(deps.api, ctx, id, {
        kind: 'retire',
        input: { entityRef, landingZone, unregister, archive },
      });
      ctx.output('removed', outputs.removed);
      ctx.output('stays', outputs.stays);
    },
  });
}

async function plan(
  api: PortalApi,
  ctx: {
    input: { landingZone: string };
    signal?: AbortSignal;
    getInitiatorCredentials(): ReturnType<PortalApi['own']>;
  },
  path: string,
): Promise<RetirementPlan> {
  const query = new URLSearchParams({ landingZone: ctx.input.landingZone });
  try {
    const response = await api.call(
      await ctx.getInitiatorCredentials(),
      `${path}/retirement?${query}`,
      { signal: ctx.signal },
    );
    return await response.json();
  } catch (error) {
    ctx.signal?.throwIfAborted();
    throw new OperationError(sentenceOf(error));
  }
}
