import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  repositoryOf,
  type AppPreview,
  type AppRequest,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config';
import { namesOf } from '../landingZones/names';
import { parseAppRequest } from '../landingZones/appRequest';
import { formSchema, appSchema } from './appSchema';
import { planExamples } from './plan.examples';
import { sentenceOf, type PortalApi } from './portalApi';

/** `private-ai:app:plan`: what a form would make, by name; refuses a wrong form with its sentences. Writes nothing. */
export function createPlanAction(deps: { api: PortalApi; zones: readonly LandingZone[] }) {
  return createTemplateAction({
    id: 'private-ai:app:plan',
    description: 'Checks what is asked for and names what a private AI application would get',
    examples: planExamples,
    supportsDryRun: true,
    schema: {
      input: formSchema,
      output: {
        app: appSchema,
        names: zod =>
          zod.object({
            namespace: zod.string(),
            service: zod.string(),
            foundryAccount: zod.string(),
            modelDeployment: zod.string(),
            identity: zod.string(),
            connector: zod.string(),
          }),
        // From the landing zone, never from who fills in the form: the publish step acts with the portal's own rights.
        repository: zod =>
          zod.object({
            type: zod.enum(['github', 'azure', 'gitlab', 'gitea']),
            repoUrl: zod.string(),
            visibility: zod.enum(['private', 'internal', 'public']),
          }),
        resources: zod => zod.array(zod.object({ type: zod.string(), name: zod.string() })),
      },
    },
    async handler(ctx) {
      const preview = await ask(deps.api, await ctx.getInitiatorCredentials(), ctx);
      const parsed = parseAppRequest(ctx.input, deps.zones);
      const problems = preview.problems.length > 0 ? preview.problems : parsed.problems;
      if (problems.length > 0 || !parsed.request || !parsed.zone) {
        throw new InputError(problems.map(({ message }) => message).join('\n'));
      }
      const names = namesOf(parsed.request, parsed.zone);
      for (const { type, name } of preview.resources) ctx.logger.info(`${type}: ${name}`);
      ctx.output('app', asJson(parsed.request));
      ctx.output('names', {
        namespace: names.namespace,
        service: names.service,
        foundryAccount: names.foundryAccount,
        modelDeployment: names.modelDeployment,
        identity: names.identity,
        connector: names.connector,
      });
      ctx.output('repository', repositoryOf(parsed.request.name, parsed.zone.git));
      ctx.output('resources', preview.resources);
    },
  });
}

async function ask(
  api: PortalApi,
  credentials: BackstageCredentials,
  { input, signal }: { input: object; signal?: AbortSignal },
): Promise<AppPreview> {
  try {
    const response = await api.call(credentials, '/preview', { body: input, signal });
    return await response.json();
  } catch (error) {
    signal?.throwIfAborted();
    throw new InputError(sentenceOf(error));
  }
}

/** Without what is undefined: a step's output is JSON. */
const asJson = (request: AppRequest): AppRequest => JSON.parse(JSON.stringify(request));
