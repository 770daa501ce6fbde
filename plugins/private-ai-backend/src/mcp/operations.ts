import type { Operation } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { linesAfter } from '../operations/log';
import { anOperation, lineSchema, operationSchema, type Z } from './schemas';
import { readOnly, writes, type To } from './to';

const byId = (z: Z) => z.object({ id: z.string().describe('The id of the operation') });

/** What the portal did, does and is going to do: shown, stopped, tried again. */
export function registerOperations({ registry, call, knex }: To & { knex: Knex }): void {
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
      output: z => anOperation(z).extend({ log: z.array(lineSchema(z)) }),
    },
    async action({ credentials, input: { id, after = 0 } }) {
      const operation = await call<Operation>(credentials, `/operations/${encodeURIComponent(id)}`);
      return { output: { operation, log: await linesAfter(knex, operation.id, after) } };
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
      schema: { input: byId, output: anOperation },
      async action({ credentials, input: { id } }) {
        const path = `/operations/${encodeURIComponent(id)}/${verb}`;
        return { output: { operation: await call<Operation>(credentials, path, { body: {} }) } };
      },
    });
  }
}
