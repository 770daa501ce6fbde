import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CustomErrorBase, isError, ResponseError } from '@backstage/errors';
import {
  readSse,
  type Operation,
  type OperationKind,
  type OperationLogLine,
  type OperationStart,
} from '@private-ai/plugin-private-ai-common';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import { mayPass, sentenceOf, type PortalApi } from '../portalApi/portalApi';

/** How the operation of a step ended badly, in its own sentence. */
export class OperationError extends CustomErrorBase {
  name = 'OperationError' as const;
}

/** What of an action's context is used here. */
export type Step = Pick<
  // The input and output differ from action to action and are not read here.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  ActionContext<any, any>,
  'task' | 'step' | 'logger' | 'signal' | 'checkpoint' | 'getInitiatorCredentials'
>;

/** Milliseconds. */
const patience = { between: 1_000, longest: 10_000, total: 15 * 60_000 };

/**
 * Starts an operation on behalf of who runs the template and follows it with the portal's own credentials: the
 * initiator's token would end before a long one does. A repeated step finds its operation again, by what the task has
 * kept of it, for which no token of the initiator is needed, or by its idempotency key; one that failed is resumed. When
 * the task is cancelled, so is the operation.
 * @param page - where a person may resume it
 * @throws OperationError with the operation's own sentence
 */
export async function runOperation<K extends OperationKind>(
  api: PortalApi,
  step: Step,
  actionId: string,
  start: OperationStart<K>,
  page?: string,
): Promise<NonNullable<Operation<K>['outputs']>> {
  const call = async (path: string, body: unknown, headers?: Record<string, string>) => {
    try {
      const initiator = await step.getInitiatorCredentials();
      const response = await api.call(initiator, path, { body, headers, signal: step.signal });
      return (await response.json()) as Operation<K>;
    } catch (error) {
      step.signal?.throwIfAborted();
      throw new OperationError(sentenceOf(error));
    }
  };
  // A template may have the same action several times, and one step for each of a list.
  const asked = JSON.stringify([step.step?.id, start]);
  const hash = createHash('sha256').update(asked).digest('hex').slice(0, 16);
  const key = `${step.task.id}:${actionId}:${hash}`;
  const begin = () => call('/operations', start, { 'idempotency-key': key });
  let begun: Operation<K> | undefined;
  const id = await step.checkpoint({
    key: `operation.${hash}`,
    fn: async () => {
      begun = await begin();
      return begun.id;
    },
  });
  // The portal may have lost its database in between: then it begins anew, and converges.
  begun ??= (await find<K>(api, step, id)) ?? (await begin());
  const operation =
    begun.state === 'failed' || begun.state === 'cancelled'
      ? await call(`/operations/${begun.id}/resume`, {})
      : begun;
  step.logger.info(`Operation ${operation.id} (${operation.kind}) for ${operation.entityRef}`);

  const ended = await follow(api, step, operation.id);
  if (ended.state === 'succeeded' && ended.outputs) {
    return ended.outputs as NonNullable<Operation<K>['outputs']>;
  }
  const sentence = ended.error?.message ?? `The operation ${ended.id} ended as ${ended.state}.`;
  throw new OperationError(page ? `${sentence} Resume is on its page: ${page}` : sentence);
}

/** What an earlier try of the step had begun. */
async function find<K extends OperationKind>(
  api: PortalApi,
  step: Step,
  id: string,
): Promise<Operation<K> | undefined> {
  try {
    const response = await api.call(await api.own(), `/operations/${id}`, { signal: step.signal });
    return await response.json();
  } catch (error) {
    step.signal?.throwIfAborted();
    if (error instanceof ResponseError && error.response.status === 404) return undefined;
    throw new OperationError(sentenceOf(error));
  }
}

/** Prints the log until the end; goes on where it was when the connection or the portal breaks off. */
async function follow(api: PortalApi, step: Step, id: string): Promise<Operation> {
  const cancelled = () => {
    void cancel(api, step, id);
  };
  step.signal?.addEventListener('abort', cancelled, { once: true });
  if (step.signal?.aborted) cancelled();
  let after = 0;
  let wait = patience.between;
  let heard = Date.now();
  try {
    for (;;) {
      try {
        const response = await api.call(await api.own(), `/operations/${id}/events?after=${after}`);
        for await (const { event, data } of readSse(response.body!)) {
          heard = Date.now();
          wait = patience.between;
          if (event === 'end') return JSON.parse(data) as Operation;
          if (event !== 'log') continue;
          const line = JSON.parse(data) as OperationLogLine;
          after = line.seq;
          step.logger[line.level](line.message);
        }
      } catch (error) {
        if (!mayPass(error)) throw new OperationError(sentenceOf(error));
        step.logger.warn(
          `The operation goes on, but the portal does not answer at the moment: ${sentenceOf(error)}`,
        );
      }
      if (Date.now() - heard > patience.total) {
        throw new OperationError(
          `The portal has not answered for ${patience.total / 60_000} minutes. The operation ${id} may go on: run the step again to follow it.`,
        );
      }
      await delay(wait);
      wait = Math.min(wait * 2, patience.longest);
    }
  } finally {
    step.signal?.removeEventListener('abort', cancelled);
  }
}

async function cancel(api: PortalApi, step: Step, id: string): Promise<void> {
  try {
    await api.call(await api.own(), `/operations/${id}/cancel`, { body: {} });
    step.logger.warn(`The task was cancelled: so is the operation ${id}.`);
  } catch (error) {
    step.logger.warn(
      `The operation ${id} could not be cancelled: ${isError(error) ? sentenceOf(error) : error}`,
    );
  }
}
