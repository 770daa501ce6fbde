import type { ActionsRegistryActionOptions } from '@backstage/backend-plugin-api/alpha';
import {
  operationKinds,
  operationStates,
  plannedActions,
  releaseStates,
} from '@private-ai/plugin-private-ai-common';

/** The registry hands in its own Zod, which need not be this package's. */
// What the schema is of makes no difference to the Zod.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Z = Parameters<ActionsRegistryActionOptions<any, any>['schema']['input']>[0];

const things = (z: Z) => z.array(z.object({ type: z.string(), name: z.string() }));

export const operationSchema = (z: Z) =>
  z.object({
    id: z.string(),
    kind: z.enum(operationKinds),
    entityRef: z.string(),
    landingZone: z.string(),
    requestedBy: z.string().describe('Entity reference of who started it'),
    state: z.enum(operationStates),
    input: z.object({}).passthrough(),
    outputs: z.object({}).passthrough().optional(),
    error: z
      .object({ name: z.string(), message: z.string(), resource: z.string().optional() })
      .optional()
      .describe('Why it failed or stopped: what, which resource, what to do'),
    cancelRequested: z.boolean(),
    createdAt: z.string().describe('ISO 8601'),
    updatedAt: z.string(),
    startedAt: z.string().optional(),
    endedAt: z.string().optional(),
  });

export const lineSchema = (z: Z) =>
  z.object({
    seq: z.number(),
    time: z.string().describe('ISO 8601'),
    level: z.enum(['info', 'warn', 'error']),
    message: z.string(),
  });

export const planSchema = (z: Z) =>
  z.object({
    rows: z.array(
      z.object({
        id: z.string(),
        type: z.string(),
        name: z.string(),
        action: z.enum(plannedActions),
        differences: z.array(z.string()).optional(),
        formerText: z.string().optional(),
        reason: z.string().optional(),
      }),
    ),
    problems: z.array(z.object({ field: z.string().optional(), message: z.string() })),
    outages: z
      .array(z.object({ system: z.string(), zone: z.string(), detail: z.string() }))
      .optional()
      .describe('Systems that could not be asked: what else is in the way is not known'),
    again: z.boolean().optional().describe('It was retired, and is made again'),
  });

export const retirementSchema = (z: Z) =>
  z.object({
    removes: things(z).describe('In the order in which they would be removed'),
    stays: z.array(z.object({ name: z.string(), message: z.string() })),
    chats: z
      .object({ conversations: z.number(), people: z.number() })
      .describe("Conversations with it, deleted from the portal's database"),
    after: z
      .object({ unregister: choice(z), archive: choice(z) })
      .describe('What may be chosen beside it: out of the catalog, and the repository archived'),
  });

const choice = (z: Z) =>
  z
    .object({
      name: z.string(),
      refusal: z.string().optional().describe('Why the portal does not do it'),
    })
    .optional();

export const releasesSchema = (z: Z) =>
  z.object({
    items: z
      .array(
        z.object({
          image: z.string().optional().describe('By its digest; what has one can be gone back to'),
          commit: z.string().optional().describe('What it was built from'),
          releasedAt: z.string().describe('ISO 8601'),
          state: z.enum(releaseStates),
          by: z.string().optional().describe('Who asked for it'),
          error: z.string().optional().describe('Why it did not come up'),
        }),
      )
      .describe('Newest first'),
    head: z.string().optional().describe("Newest commit of the repository's default branch"),
    commits: z
      .record(
        z.object({
          page: z.string().describe('Where a person reads it'),
          difference: z.string().optional().describe('What it has beyond the one that runs'),
          subject: z.string().optional().describe('First line of its message'),
          author: z.string().optional(),
        }),
      )
      .describe('What the git host says of these commits, by their hashes'),
    problems: z.array(z.string()).describe('What could not be asked'),
  });

/** An answer that is one operation. */
export const anOperation = (z: Z) => z.object({ operation: operationSchema(z) });

export const idempotencyKeySchema = (z: Z) =>
  z.string().max(255).optional().describe('The same key again finds the operation that it started');

export const keyHeader = (key: string | undefined): Record<string, string> =>
  key ? { 'idempotency-key': key } : {};
