import type { ChatRun, ChatThread, RunState } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { databaseNow } from '../database/database';
import { joined, type Entry } from './journal';

/** Whose threads are meant: nobody sees another's. */
export interface Owner {
  entityRef: string;
  userRef: string;
}

/** A run's row, without its events. */
export interface RunRow {
  id: string;
  threadId: string;
  position: number;
  state: RunState;
  message?: ChatRun['message'];
  /** In place of a message: answers to what the run before asked. */
  resume?: ChatRun['resume'];
  startedAt: string;
  holder: string;
}

interface RunRecord {
  id: string;
  thread_id: string;
  position: number;
  state: RunState;
  message_id: string | null;
  message: string | null;
  resume: string | null;
  started_at: string;
  holder: string;
}

interface EventRecord {
  seq: number;
  first_seq: number;
  body: string;
  cuts: string | null;
}

/** Threads, runs and events in the database; every question about a thread or run says whose. */
export class ChatStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async createThread(owner: Owner, thread: { id: string; title: string; now: string }) {
    await this.#db('chat_threads').insert({
      id: thread.id,
      entity_ref: owner.entityRef,
      user_ref: owner.userRef,
      title: thread.title,
      created_at: thread.now,
      updated_at: thread.now,
    });
  }

  /** Newest first. */
  async threads(owner: Owner): Promise<ChatThread[]> {
    const rows = await this.#own(owner).orderBy('updated_at', 'desc').limit(100);
    return rows.map(threadOf);
  }

  async thread(owner: Owner, id: string): Promise<ChatThread | undefined> {
    const row = await this.#own(owner).where({ id }).first();
    return row && threadOf(row);
  }

  #own({ entityRef, userRef }: Owner) {
    return this.#db('chat_threads').where({ entity_ref: entityRef, user_ref: userRef });
  }

  /** The run, if it belongs to a thread of the owner. */
  async run(owner: Owner, id: string): Promise<RunRow | undefined> {
    const row = await this.#db('chat_runs')
      .join('chat_threads', 'chat_threads.id', 'chat_runs.thread_id')
      .where({
        'chat_runs.id': id,
        'chat_threads.entity_ref': owner.entityRef,
        'chat_threads.user_ref': owner.userRef,
      })
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

  /**
   * @param replaces - id of the run that this one is a retry of
   * @returns false when the thread has another run at that position: somebody was faster
   */
  async createRun(run: RunRow, replaces?: string): Promise<boolean> {
    return this.#db.transaction(async trx => {
      const taken = await trx('chat_runs')
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
        .ignore();
      const made = await trx('chat_runs').where({ id: run.id }).first('id');
      if (!taken || !made) return false;
      if (replaces) await trx('chat_runs').where({ id: replaces }).update({ replaced: true });
      await trx('chat_threads').where({ id: run.threadId }).update({ updated_at: run.startedAt });
      return true;
    });
  }

  /** Position for a thread's next run; replaced ones keep theirs. */
  async nextPosition(threadId: string): Promise<number> {
    const row = await this.#db('chat_runs')
      .where({ thread_id: threadId })
      .max({ last: 'position' });
    return Number(row[0]?.last ?? 0) + 1;
  }

  async append(runId: string, entries: readonly Entry[]): Promise<void> {
    const rows = joined(entries).map(({ firstSeq, seq, event, cuts }) => ({
      run_id: runId,
      seq,
      first_seq: firstSeq,
      body: JSON.stringify(event),
      cuts: cuts ? JSON.stringify(cuts) : null,
    }));
    // SQLite takes a bounded number of values in one statement.
    if (rows.length > 0) await this.#db.batchInsert('chat_events', rows, 100);
  }

  /** Oldest first. */
  async events(runId: string, after = 0): Promise<Entry[]> {
    const rows: EventRecord[] = await this.#db('chat_events')
      .where({ run_id: runId })
      .where('seq', '>', after)
      .orderBy('seq');
    return rows.map(({ seq, first_seq, body, cuts }) => ({
      firstSeq: first_seq,
      seq,
      event: JSON.parse(body),
      ...(cuts ? { cuts: JSON.parse(cuts) } : {}),
    }));
  }

  /** @returns false when the run is not running any more, or `holder` is not its holder: somebody else ended it */
  async end(run: { id: string; holder: string }, state: RunState, now: string): Promise<boolean> {
    const changed = await this.#db('chat_runs')
      .where({ id: run.id, holder: run.holder, state: 'running' })
      .update({ state, ended_at: now });
    return changed > 0;
  }

  /**
   * Ends a run whose holder is gone: the last word that readers get, and the state, at once.
   * @returns false when it was ended already
   */
  async bury(run: { id: string; holder: string }, state: RunState, last: Entry[], now: string) {
    return this.#db.transaction(async trx => {
      const store = new ChatStore(trx);
      if (!(await store.end(run, state, now))) return false;
      await store.append(run.id, last);
      return true;
    });
  }

  /** Says that the holder lives. @returns the ids that somebody asked to stop */
  async heartbeat(holder: string): Promise<string[]> {
    const running = { holder, state: 'running' };
    await this.#db('chat_runs')
      .where(running)
      .update({ heartbeat_at: databaseNow(this.#db) });
    const rows = await this.#db('chat_runs')
      .where({ ...running, stop_requested: true })
      .select('id');
    return rows.map(({ id }) => id);
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

function threadOf(row: Record<string, string>): ChatThread {
  return { id: row.id, title: row.title, createdAt: row.created_at, updatedAt: row.updated_at };
}

function runOf(row: RunRecord): RunRow {
  return {
    id: row.id,
    threadId: row.thread_id,
    position: row.position,
    state: row.state,
    ...(row.message_id !== null &&
      row.message !== null && {
        message: { id: row.message_id, role: 'user', content: row.message },
      }),
    ...(row.resume !== null && { resume: JSON.parse(row.resume) }),
    startedAt: row.started_at,
    holder: row.holder,
  };
}
