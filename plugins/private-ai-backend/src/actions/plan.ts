import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  gitHostTypes,
  inEnglish,
  plannedActions,
  type AppPlan,
  type AppRequest,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { repositoryOf } from '../git/repository';
import { signsInAsBuilder } from '../resources/builderCredential';
import { namesOf } from '../app/names';
import { parseAppRequest } from '../app/request';
import { imageRepository } from '../app/imageRepository';
import { appSchema, formSchema, provisionedSchema } from '../app/schema';
import { planExamples } from './plan.examples';
import { planTable } from './plannedRows';
import { sentenceOf, type PortalApi } from '../portalApi/portalApi';

/**
 * `private-ai:app:plan`: what a form would create, change or leave; refuses what cannot come to an end with every sentence
 * at once. Writes nothing, so a dry run does the same.
 */
export function createPlanAction(deps: {
  api: PortalApi;
  zones: readonly LandingZone[];
  /** Where a person finds the application. */
  pageOf(entityRef: string): string;
}) {
  const { namespace, service, foundryAccount, modelDeployment, identity, connector } =
    provisionedSchema;
  return createTemplateAction({
    id: 'private-ai:app:plan',
    description:
      'Checks what is asked for, and says of each resource of a private AI application whether it would be created, changed or left',
    examples: planExamples,
    supportsDryRun: true,
    schema: {
      input: {
        ...formSchema,
        change: zod =>
          zod
            .boolean({
              description:
                'The application exists and is to be changed; else its name has to be free',
            })
            .optional(),
      },
      output: {
        app: appSchema,
        names: zod =>
          zod.object(
            {
              namespace: namespace(zod),
              service: service(zod),
              foundryAccount: foundryAccount(zod),
              modelDeployment: modelDeployment(zod),
              identity: identity(zod),
              connector: connector(zod),
            },
            { description: 'The names that its resources have, or will have' },
          ),
        // From the landing zone, never from who fills in the form: the publish step acts with the portal's own rights.
        repository: zod =>
          zod
            .object(
              {
                type: zod.enum(gitHostTypes, {
                  description: 'Chooses the publishing step',
                }),
                repoUrl: zod.string({ description: 'host?owner=…&repo=…' }),
                visibility: zod.enum(['private', 'internal', 'public'], {
                  description: 'Who may see it',
                }),
                commit: zod
                  .string({
                    description:
                      'Its newest commit, where it is there already and describes the application: nothing is published then',
                  })
                  .optional(),
                catalogInfoUrl: zod
                  .string({ description: 'Of such a one: what is registered' })
                  .optional(),
              },
              { description: 'Where to publish it; left out for an application that exists' },
            )
            .optional(),
        images: zod =>
          zod.object(
            {
              repository: zod.string({ description: 'login.server/repository, without a tag' }),
              strategy: zod.enum(['tasks', 'external'], {
                description: "Who builds: the landing zone's registry, or a pipeline that pushes",
              }),
              tenantId: zod
                .string({
                  description:
                    "Where a pipeline signs in as the application's builder; left out where it has rights of its own",
                })
                .optional(),
            },
            { description: 'Where its images lie, for a pipeline that is written to build them' },
          ),
        rows: zod =>
          zod.array(
            zod.object({
              id: zod.string({ description: 'Stable in an application, such as foundry-account' }),
              type: zod.string({ description: 'In words, such as Foundry account' }),
              name: zod.string({ description: 'Its name in Azure or in the cluster' }),
              action: zod.enum(plannedActions, {
                description: 'What provisioning would do with it',
              }),
              differences: zod
                .array(zod.string(), { description: 'For change: the properties that differ' })
                .optional(),
              formerText: zod
                .string({ description: 'For a change of the instructions: what they are now' })
                .optional(),
              reason: zod
                .string({ description: 'For blocked and unknown: why, as a sentence' })
                .optional(),
            }),
            { description: 'What provisioning would do with each resource' },
          ),
      },
    },
    async handler(ctx) {
      const { change, ...form } = ctx.input;
      const plan = await ask(deps.api, await ctx.getInitiatorCredentials(), ctx);
      const parsed = parseAppRequest(form, deps.zones);
      for (const line of planTable(plan.rows)) ctx.logger.info(line);
      // What nobody could look at is no reason to begin.
      const away = (plan.outages ?? []).map(({ sentence, detail }) => ({
        message: `${inEnglish(sentence)} ${detail}`,
      }));
      const told = [...away, ...plan.problems];
      const problems = told.length > 0 ? told : parsed.problems;
      if (problems.length > 0 || !parsed.request || !parsed.zone) {
        throw new InputError(problems.map(({ message }) => message).join('\n'));
      }
      if (!change)
        ctx.logger.info(
          `Its page, from when it is in the catalog: ${deps.pageOf(parsed.request.entityRef)}`,
        );
      const names = namesOf(parsed.request, parsed.zone);
      const found = plan.rows.find(({ id }) => id === 'model-deployment');
      ctx.output('app', asJson(parsed.request));
      ctx.output('names', {
        namespace: names.namespace,
        service: names.service,
        foundryAccount: names.foundryAccount,
        // In a shared account the plan may have found one that does.
        modelDeployment: found?.name ?? names.modelDeployment,
        identity: names.identity,
        connector: names.connector,
      });
      ctx.output('images', {
        repository: imageRepository(parsed.request, parsed.zone),
        strategy: parsed.zone.registry.build.strategy,
        ...(signsInAsBuilder(parsed.zone) && { tenantId: parsed.zone.azure.tenantId }),
      });
      if (!change) {
        const made = repositoryOf(parsed.request.name, parsed.zone.git);
        ctx.output('repository', { ...made, ...plan.repository });
      }
      ctx.output('rows', plan.rows);
    },
  });
}

async function ask(
  api: PortalApi,
  credentials: BackstageCredentials,
  { input, signal }: { input: object; signal?: AbortSignal },
): Promise<AppPlan> {
  try {
    const response = await api.call(credentials, '/plan', { body: input, signal });
    return await response.json();
  } catch (error) {
    signal?.throwIfAborted();
    throw new InputError(sentenceOf(error));
  }
}

/** Without what is undefined: a step's output is JSON. */
const asJson = (request: AppRequest): AppRequest => JSON.parse(JSON.stringify(request));
