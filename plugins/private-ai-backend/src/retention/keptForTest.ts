import type { OperationKind, OperationState } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { WRITES } from '../operations/provisioners';

/** Milliseconds since 1970: the clock of these tests. */
export const now = Date.parse('2026-12-01T00:00:00Z');
const daysAgo = (days: number, moreMs = 0) =>
  new Date(now - days * 86_400_000 + moreMs).toISOString();

/** An operation as the table has it, with one line of a log. */
interface Kept {
  id: string;
  /** Days since it was asked for; it ended a second later. */
  days: number;
  kind?: OperationKind;
  app?: string;
  by?: string;
  state?: OperationState;
  /** It was cancelled before it began. */
  unbegun?: boolean;
  /** It wrote something. */
  wrote?: boolean;
  part?: string;
  said?: string;
  owner?: string;
}

export async function keep(knex: Knex, ...all: Kept[]): Promise<void> {
  for (const { id, days, kind = 'provision', app = 'weather', by = 'ana', ...more } of all) {
    const { state = 'succeeded', unbegun, wrote, part, said = 'Done.', owner = 'team' } = more;
    const open = state === 'queued' || state === 'running';
    const entityRef = `component:default/${app}`;
    await knex('operations').insert({
      id,
      kind,
      entity_ref: entityRef,
      landing_zone: 'korea',
      requested_by: `user:default/${by}`,
      idempotency_key: id,
      state,
      input: JSON.stringify({ app: { name: app, entityRef, owner, of: id }, part }),
      error: state === 'failed' ? JSON.stringify({ name: 'Error', message: said }) : null,
      cancel_requested: state === 'cancelled',
      created_at: daysAgo(days),
      updated_at: daysAgo(days),
      started_at: unbegun ? null : daysAgo(days),
      ended_at: open ? null : daysAgo(days, 1000),
    });
    const line = { operation_id: id, seq: 1, time: daysAgo(days), level: 'info', message: said };
    await knex('operation_log').insert(line);
    if (wrote)
      await knex('operation_checkpoints').insert({ operation_id: id, key: WRITES, value: 'begun' });
  }
}

/** A conversation of one question and its answer. */
export async function keepChat(
  knex: Knex,
  {
    id,
    days,
    app = 'weather',
    by = 'ana',
    state = 'finished',
  }: Omit<Kept, 'state'> & { state?: string },
): Promise<void> {
  await knex('chat_threads').insert({
    id,
    entity_ref: `component:default/${app}`,
    user_ref: `user:default/${by}`,
    landing_zone: 'korea',
    application: `of-${app}`,
    title: id,
    created_at: daysAgo(days),
    updated_at: daysAgo(days),
  });
  await knex('chat_runs').insert({
    id: `run-${id}`,
    thread_id: id,
    position: 1,
    state,
    message_id: 'm',
    message: 'hello',
    started_at: daysAgo(days),
    holder: 'nobody',
    heartbeat_at: 1,
  });
  await knex('chat_events').insert({ run_id: `run-${id}`, seq: 1, first_seq: 1, body: '{}' });
}

export const idsIn = async (knex: Knex, table: string, column = 'id'): Promise<string[]> =>
  (await knex(table).distinct(column).pluck(column)).toSorted();
