import { randomUUID } from 'node:crypto';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  AppRequest,
  Operation,
  OperationInputs,
  OperationKind,
  OperationState,
} from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { counts } from './counts';
import { jsonField } from '../database/database';
import { appendLines } from './log';
import { overtaken, overtaking } from './overtaken';
import { provisionersOf, provisioning, requireAlone } from './provisioners';
import { isEnded, isoNow, listedOperation, operationOf, type OperationRow } from './row';

export interface NewOperation {
  kind: OperationKind;
  entityRef: string;
  landingZone: string;
  requestedBy: string;
  input: OperationInputs[OperationKind];
  idempotencyKey?: string;
  /** Only while nobody else has the entity provisioned. */
  alone?: boolean;
}

/** Which operations; everybody's where no entity is named. */
export interface Listed {
  entityRef?: string;
  states?: readonly OperationState[];
  kinds?: readonly OperationKind[];
}

/** Some of them. */
export interface Page {
  limit?: number;
  /** ISO 8601: only what was started before that. */
  before?: string;
}

/** Operations as the API starts, finds, cancels and resumes them; {@link Leases} is what a worker does with them. */
export class OperationStore {
  readonly #knex: Knex;

  readonly #writing: readonly OperationKind[];

  /** @param writing - kinds that change something: a later one overtakes an earlier one */
  constructor(knex: Knex, writing: readonly OperationKind[]) {
    this.#knex = knex;
    this.#writing = writing;
  }

  /**
   * Starts an operation, or finds the one that the same person started with the same key.
   * @throws ConflictError when the key was used for something else, or somebody else was faster
   */
  async start(asked: NewOperation): Promise<Operation> {
    const found = await this.#byKey(asked);
    if (found) return found;
    const now = isoNow();
    const id = randomUUID();
    try {
      await this.#knex.transaction(async transaction => {
        if (asked.alone) await requireAlone(asked, transaction);
        await transaction<OperationRow>('operations').insert({
          id,
          kind: asked.kind,
          entity_ref: asked.entityRef,
          landing_zone: asked.landingZone,
          requested_by: asked.requestedBy,
          idempotency_key: asked.idempotencyKey ?? null,
          state: 'queued',
          input: JSON.stringify(asked.input),
          cancel_requested: false,
          created_at: now,
          updated_at: now,
        });
      });
    } catch (error) {
      const twin = isDatabaseConflictError(error) ? await this.#byKey(asked) : undefined;
      if (!twin) throw error;
      return twin;
    }
    return this.get(id);
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<Operation> {
    const row = await this.#knex<OperationRow>('operations').where({ id }).first();
    if (!row) throw new NotFoundError(`There is no operation ${id}.`);
    return operationOf(row);
  }

  /** Newest first, long texts cut; the newest 100 when nothing else is said. */
  async list(
    { entityRef, states, kinds }: Listed,
    { limit = 100, before }: Page = {},
  ): Promise<Operation[]> {
    const rows = await this.#knex<OperationRow>('operations')
      .modify(query => entityRef && query.where({ entity_ref: entityRef }))
      .modify(query => states && query.whereIn('state', states))
      .modify(query => kinds && query.whereIn('kind', kinds))
      .modify(query => before && query.where('created_at', '<', before))
      .orderBy('created_at', 'desc')
      .limit(limit);
    return rows.map(listedOperation);
  }

  /** An entity's newest, of some kinds where they are said. */
  async newest(
    entityRef: string,
    kinds?: readonly OperationKind[],
  ): Promise<Operation | undefined> {
    const row = await this.#telling(entityRef)
      .modify(query => kinds && query.whereIn('kind', kinds))
      .first();
    return row && operationOf(row);
  }

  /**
   * What was last asked for of a whole application: a part of it, provisioned for another template, says nothing of the rest.
   * Undefined where this database does not know it.
   */
  async lastRequest(entityRef: string): Promise<AppRequest | undefined> {
    const row = await this.#telling(entityRef)
      .whereIn('kind', provisioning)
      .whereRaw('(?) is null', [jsonField(this.#knex, 'input', 'part')])
      .first();
    return row && (operationOf(row) as Operation<'provision' | 'make'>).input.app;
  }

  /** Newest first. */
  #telling(entityRef: string) {
    return this.#knex<OperationRow>('operations')
      .where({ entity_ref: entityRef })
      .where(counts)
      .orderBy('created_at', 'desc');
  }

  /** What somebody started under a key, whatever it was started with. */
  async startedWith(requestedBy: string, idempotencyKey: string): Promise<Operation | undefined> {
    const row = await this.#knex<OperationRow>('operations')
      .where({ idempotency_key: idempotencyKey, requested_by: requestedBy })
      .first();
    return row && operationOf(row);
  }

  /** Who had an entity provisioned, as far as it has not been retired since. */
  async provisioners(entityRef: string): Promise<string[]> {
    return provisionersOf(entityRef, this.#knex);
  }

  /** A queued one ends at once; a running one ends when its worker has seen it; an ended one stays as it is. */
  async cancel(id: string, by: string): Promise<Operation> {
    const now = isoNow();
    const error = JSON.stringify({
      name: 'Cancelled',
      message: `Cancelled by ${by} before it began.`,
    });
    const waiting = await this.#knex<OperationRow>('operations')
      .where({ id, state: 'queued' })
      .update({
        state: 'cancelled',
        cancel_requested: true,
        error,
        ended_at: now,
        updated_at: now,
      });
    const running = await this.#knex<OperationRow>('operations')
      .where({ id, state: 'running', cancel_requested: false })
      .update({ cancel_requested: true, updated_at: now });
    if (waiting + running > 0) {
      await appendLines(this.#knex, id, [{ level: 'warn', message: `${by} cancels it.` }]);
    }
    return this.get(id);
  }

  /**
   * A new try of one that failed or was cancelled, with what its work had kept; one that is under way stays as it is.
   * @throws ConflictError for one that succeeded, and for one that a later wish has overtaken
   */
  async resume(id: string, by: string): Promise<Operation> {
    const asked = await this.get(id);
    const resumed = await this.#knex<OperationRow>('operations')
      .where({ id })
      .whereIn('state', ['failed', 'cancelled'])
      .modify(
        query =>
          this.#writing.includes(asked.kind) &&
          query.whereNotExists(overtaking(asked, this.#writing, this.#knex)),
      )
      .update({
        state: 'queued',
        cancel_requested: false,
        error: null,
        takeovers: 0,
        ended_at: null,
        updated_at: isoNow(),
      });
    if (resumed > 0) {
      await appendLines(this.#knex, id, [{ level: 'info', message: `${by} resumes it.` }]);
    }
    const operation = await this.get(id);
    if (operation.state === 'succeeded') {
      throw new ConflictError(`The operation ${id} has succeeded: start a new one instead.`);
    }
    if (isEnded(operation.state)) throw await overtaken(operation, this.#writing, this.#knex);
    return operation;
  }

  async #byKey(asked: NewOperation): Promise<Operation | undefined> {
    const { idempotencyKey, requestedBy, kind, input } = asked;
    if (!idempotencyKey) return undefined;
    const found = await this.startedWith(requestedBy, idempotencyKey);
    if (!found) return undefined;
    if (found.kind !== kind || JSON.stringify(found.input) !== JSON.stringify(input)) {
      throw new ConflictError(
        `The idempotency key ${idempotencyKey} belongs to another ${found.kind} operation (${found.id}): use a new key for a new one.`,
      );
    }
    return found;
  }
}
