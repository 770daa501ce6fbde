import type { ChatThread, RunState } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { databaseNow } from '../database/database';
import { deleteThread } from './forgetting';
import type { Entry, Kept } from './journal';
import { OpenElsewhere } from './openElsewhere';
import { ownThreads, type Owner, type Person } from './owner';
import {
  entryOfRecord,
  recordOf,
  runOf,
  threadOf,
  type EventRecord,
  type RunRecord,
  type RunRow,
} from './records';
import { rejoin, type Joining } from './rejoined';
import { revived } from './revived';

/** Threads, runs and events in the database; every question about a thread or run says whose. */
export class ChatStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** Newest first. */
  async threads(owner: Owner): Promise<ChatThread[]> {
    const rows = await ownThreads(this.#db, owner).orderBy('updated_at', 'desc').limit(100);
    return rows.map(threadOf);
  }

  async thread(owner: Owner, id: string): Promise<ChatThread | undefined> {
    const row = await ownThreads(this.#db, owner).where({ id }).first();
    return row && threadOf(row);
  }

  /** The run, if it belongs to a thread of the owner. */
  async run(owner: Person, id: string): Promise<RunRow | undefined> {
    const row = await this.#db('chat_runs')
      .join('chat_threads', 'chat_threads.id', 'chat_runs.thread_id')
      .where({
        'chat_runs.id': id,
        'chat_threads.entity_ref': owner.entityRef,
        'chat_threads.user_ref': owner.userRef,
      })
      .modify(query =>
        owner.previews
          ? query.whereNotNull('chat_threads.preview')
          : query.whereNull('chat_threads.preview'),
      )
      .first('chat_runs.*');
    return row && runOf(row as RunRecord);
  }

  /** The runs of a thread, oldest first, without those that a retry replaced. */
  async runs(threadId: string): Promise<RunRow[]> {
    const rows = await this.#db('chat_runs')
      .where({ thread_id: threadId, replaced: false })
      .orderBy('position');
    return rows.map(runOf);
  }

  /** The newest runs of a thread, newest first, without those that a retry replaced. */
  async newestRuns(threadId: string, limit: number, before?: number): Promise<RunRow[]> {
    const query = this.#db('chat_runs')
      .where({ thread_id: threadId, replaced: false })
      .orderBy('position', 'desc')
      .limit(limit);
    return (await (before === undefined ? query : query.where('position', '<', before))).map(runOf);
  }

  /**
   * @param more.replaces - id of the run that this one is a retry of
   * @param more.thread - the thread that begins with it
   * @returns false when the thread has another run at that position, or is gone: somebody was faster
   */
  async createRun(
    run: RunRow,
    more: { replaces?: string; thread?: { owner: Owner; title: string } } = {},
  ): Promise<boolean> {
    const { replaces, thread } = more;
    return this.#db.transaction(async trx => {
      if (thread) {
        const { entityRef, userRef, landingZone, application, preview } = thread.owner;
        await trx('chat_threads').insert({
          id: run.threadId,
          entity_ref: entityRef,
          user_ref: userRef,
          landing_zone: landingZone ?? null,
          application: application ?? null,
          preview: preview ?? null,
          title: thread.title,
          created_at: run.startedAt,
          updated_at: run.startedAt,
        });
      } else {
        // First: who deletes it at this moment is waited for, or waits.
        const there = await trx('chat_threads')
          .where({ id: run.threadId })
          .update({ updated_at: run.startedAt });
        if (there === 0) return false;
      }
      const made = await trx('chat_runs')
        .insert({
          id: run.id,
          thread_id: run.threadId,
          position: run.position,
          state: run.state,
          message_id: run.message?.id ?? null,
          message: run.message?.content ?? null,
          resume: run.resume ? JSON.stringify(run.resume) : null,
          started_at: run.startedAt,
          holder: run.holder,
          heartbeat_at: databaseNow(this.#db),
        })
        .onConflict(['thread_id', 'position'])
        .ignore()
        .returning('id');
      if (made.length === 0) return false;
      if (replaces) await trx('chat_runs').where({ id: replaces }).update({ replaced: true });
      return true;
    });
  }

  /** @param holder - this process */
  openElsewhere(holder: string): OpenElsewhere {
    return new OpenElsewhere(this.#db, holder);
  }

  /** @returns `open` where an answer in it is still under way */
  deleteThread(person: Person, id: string): ReturnType<typeof deleteThread> {
    return deleteThread(this.#db, person, id);
  }

  /** Position for a thread's next run; replaced ones keep theirs. */
  async nextPosition(threadId: string): Promise<number> {
    const row = await this.#db('chat_runs')
      .where({ thread_id: threadId })
      .max({ last: 'position' });
    return Number(row[0]?.last ?? 0) + 1;
  }

  /**
   * Keeps what has come of runs since, and how they ended, in one transaction. The same again changes nothing: a
   * connection may break after what it carried took effect.
   */
  async keep(all: readonly Kept[]): Promise<void> {
    await this.#db.transaction(async trx => {
      const writable = await revived(trx, all);
      const rows = writable.flatMap(({ runId, entries }) =>
        entries.map(entry => recordOf(runId, entry)),
      );
      // SQLite takes a bounded number of values in one statement.
      for (let at = 0; at < rows.length; at += 100)
        await trx('chat_events')
          .insert(rows.slice(at, at + 100))
          .onConflict(['run_id', 'seq'])
          .ignore();
      for (const { runId: id, holder, end } of writable)
        if (end)
          await trx('chat_runs')
            .where({ id, holder, state: 'running' })
            .update({ state: end.state, ended_at: end.at });
    });
  }

  /** @returns where to go on with it, if anywhere */
  rejoin(joining: Joining): Promise<Joining | undefined> {
    return rejoin(this.#db, joining);
  }

  /** Oldest first. */
  async events(runId: string): Promise<Entry[]> {
    return (await this.#events(runId, 0)).map(entryOfRecord);
  }

  /** The same of those after an event, as they are kept: a reader may have them as they are. */
  async records(runId: string, after: number, limit: number): Promise<EventRecord[]> {
    return this.#events(runId, after).limit(limit);
  }

  #events(runId: string, after: number): Knex.QueryBuilder<EventRecord, EventRecord[]> {
    return this.#db('chat_events')
      .where({ run_id: runId })
      .where('seq', '>', after)
      .orderBy('seq')
      .select('*');
  }

  /** The events of several runs, each run's oldest first. */
  async eventsOf(runIds: readonly string[]): Promise<Map<string, Entry[]>> {
    const all = new Map(runIds.map(id => [id, [] as Entry[]]));
    const rows: (EventRecord & { run_id: string })[] = await this.#db('chat_events')
      .whereIn('run_id', [...runIds])
      .orderBy(['run_id', 'seq']);
    for (const row of rows) all.get(row.run_id)!.push(entryOfRecord(row));
    return all;
  }

  /** Characters that are kept of each run. */
  async lengths(runIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#db('chat_events')
      .whereIn('run_id', [...runIds])
      .groupBy('run_id')
      .select('run_id', { length: this.#db.raw('sum(length(body))') });
    return new Map(rows.map(({ run_id, length }) => [run_id, Number(length)]));
  }

  /**
   * Ends a run whose holder is gone: the last word that readers get, and the state, at once.
   * @returns false when it was ended already
   */
  async bury(run: { id: string; holder: string }, state: RunState, last: Entry[], now: string) {
    return this.#db.transaction(async trx => {
      const ended = await trx('chat_runs')
        .where({ id: run.id, holder: run.holder, state: 'running' })
        .update({ state, ended_at: now });
      if (ended === 0) return false;
      if (last.length > 0)
        await trx('chat_events').insert(last.map(entry => recordOf(run.id, entry)));
      return true;
    });
  }

  /**
   * Says that the holder lives.
   * @param live - ids of what it relays
   * @returns those of them that somebody asked to stop, or whose conversation was deleted
   */
  async heartbeat(holder: string, live: readonly string[]): Promise<string[]> {
    await this.#db('chat_runs')
      .where({ holder, state: 'running' })
      .update({ heartbeat_at: databaseNow(this.#db) });
    const going = await this.#db('chat_runs')
      .whereIn('id', [...live])
      .where({ stop_requested: false })
      .pluck('id');
    const goes = new Set(going);
    return live.filter(id => !goes.has(id));
  }

  async requestStop(runId: string): Promise<void> {
    await this.#db('chat_runs').where({ id: runId }).update({ stop_requested: true });
  }

  /** Running runs, with the milliseconds since their holder's last sign of life, by the database's clock. */
  async running(): Promise<{ id: string; holder: string; silence: number }[]> {
    const rows = await this.#db('chat_runs')
      .where({ state: 'running' })
      .select('id', 'holder', 'heartbeat_at', { now: databaseNow(this.#db) });
    return rows.map(({ id, holder, heartbeat_at, now }) => ({
      id,
      holder,
      silence: Number(now) - Number(heartbeat_at),
    }));
  }
}
