import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { parseEntityRef } from '@backstage/catalog-model';
import type {
  AppPlan,
  AppReleases,
  Operation,
  RetirementPlan,
} from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { appSchema, formSchema } from '../app/schema';
import type { PortalApi } from '../portalApi/portalApi';
import { linesAfter } from '../operations/log';
import {
  lineSchema,
  operationSchema,
  planSchema,
  releasesSchema,
  retirementSchema,
  type Z,
} from './schemas';
import { known } from './errors';

const readOnly = { readOnly: true, destructive: false, idempotent: true };
const writes = { readOnly: false, destructive: false, idempotent: true };

/**
 * The operations as actions of Backstage's registry, for MCP clients and other plugins. Each is one call of the plugin's own
 * HTTP API with the credentials of who invokes it, so that it asks the same permission and gives the same sentences.
 */
export function registerActions(deps: {
  registry: ActionsRegistryService;
  api: PortalApi;
  knex: Knex;
}): void {
  const { registry, api, knex } = deps;
  const call = async <T>(
    credentials: BackstageCredentials,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<T> => {
    try {
      return await (await api.call(credentials, path, options)).json();
    } catch (error) {
      throw known(error);
    }
  };
  const byId = (z: Z) => z.object({ id: z.string().describe('The id of the operation') });
  const one = (z: Z) => z.object({ operation: operationSchema(z) });

  registry.register({
    name: 'list-operations',
    title: 'List operations',
    description:
      'What the portal did, does or is going to do for an application, newest first. Asks private-ai.app.read on the entity.',
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          entityRef: z.string().describe('The application, such as component:default/weather'),
          limit: z.number().int().min(1).max(100).optional().describe('At most so many; 20'),
        }),
      output: z => z.object({ items: z.array(operationSchema(z)) }),
    },
    async action({ credentials, input: { entityRef, limit = 20 } }) {
      const query = new URLSearchParams({ entityRef, limit: String(limit) });
      return { output: await call<{ items: Operation[] }>(credentials, `/operations?${query}`) };
    },
  });

  registry.register({
    name: 'get-operation',
    title: 'Get an operation with its log',
    description:
      'How an operation stands and what it has said so far. Asks private-ai.app.read on the entity.',
    attributes: readOnly,
    schema: {
      input: z =>
        byId(z).extend({
          after: z.number().int().min(0).optional().describe('Only lines after this seq'),
        }),
      output: z => one(z).extend({ log: z.array(lineSchema(z)) }),
    },
    async action({ credentials, input: { id, after = 0 } }) {
      const operation = await call<Operation>(credentials, `/operations/${encodeURIComponent(id)}`);
      return { output: { operation, log: await linesAfter(knex, operation.id, after) } };
    },
  });

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
          idempotencyKey: z
            .string()
            .max(255)
            .optional()
            .describe('The same key again finds the operation that it started'),
        }),
      output: one,
    },
    async action({ credentials, input: { app, part, idempotencyKey } }) {
      const operation = await call<Operation>(credentials, '/operations', {
        body: { kind: 'provision', input: { app, part } },
        headers: idempotencyKey ? { 'idempotency-key': idempotencyKey } : {},
      });
      return { output: { operation } };
    },
  });

  registry.register({
    name: 'list-releases',
    title: 'List the releases of an application',
    description:
      'The images of an application that run or ran, newest first, with their commits, and the newest commit of its repository. Asks private-ai.app.read on the entity.',
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          entityRef: z.string().describe('The application, such as component:default/weather'),
        }),
      output: z => releasesSchema(z),
    },
    async action({ credentials, input: { entityRef } }) {
      return { output: await call<AppReleases>(credentials, `${appPath(entityRef)}/releases`) };
    },
  });

  registry.register({
    name: 'release-app',
    title: 'Release an application',
    description:
      'Starts to bring a commit to run: build, deployment and verification; or goes back to an image of list-releases. get-operation follows it. Asks private-ai.app.update on the entity.',
    attributes: writes,
    schema: {
      input: z =>
        z.object({
          entityRef: z.string().describe('The application, such as component:default/weather'),
          commit: z
            .string()
            .optional()
            .describe("A full hash; the newest of the default branch, or the image's own"),
          image: z
            .string()
            .optional()
            .describe('An image of the application by its digest, in place of a build'),
          idempotencyKey: z
            .string()
            .max(255)
            .optional()
            .describe('The same key again finds the operation that it started'),
        }),
      output: one,
    },
    async action({ credentials, input: { entityRef, commit, image, idempotencyKey } }) {
      const operation = await call<Operation>(credentials, `${appPath(entityRef)}/releases`, {
        body: { commit, image },
        headers: idempotencyKey ? { 'idempotency-key': idempotencyKey } : {},
      });
      return { output: { operation } };
    },
  });

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
        }),
      output: one,
    },
    async action({ credentials, input }) {
      const body = { kind: 'retire', input };
      return { output: { operation: await call<Operation>(credentials, '/operations', { body }) } };
    },
  });

  for (const [verb, what] of [
    ['cancel', 'Stops an operation; what it made stays'],
    ['resume', 'Tries an operation again that failed or was cancelled'],
  ]) {
    registry.register({
      name: `${verb}-operation`,
      title: `${verb === 'cancel' ? 'Cancel' : 'Resume'} an operation`,
      description: `${what}. Asks private-ai.app.update on the entity, and private-ai.app.delete where it retires.`,
      attributes: writes,
      schema: { input: byId, output: one },
      async action({ credentials, input: { id } }) {
        const path = `/operations/${encodeURIComponent(id)}/${verb}`;
        return { output: { operation: await call<Operation>(credentials, path, { body: {} }) } };
      },
    });
  }
}

function appPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef, { defaultKind: 'component' });
  return `/apps/${[kind, namespace, name].map(encodeURIComponent).join('/')}`;
}
