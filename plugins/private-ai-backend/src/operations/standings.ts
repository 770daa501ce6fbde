import type { AppRequest, Operation, OperationKind } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { jsonField } from '../database/database';
import { provisioning } from './provisioners';
import { counts } from './counts';
import type { OperationRow } from './row';

/** As much of an application's operations as says how it stands. */
export interface Standing {
  /** The newest that did something, whatever came of it; without what was asked for. */
  newest?: Pick<
    Operation,
    'kind' | 'state' | 'createdAt' | 'startedAt' | 'endedAt' | 'updatedAt' | 'error'
  >;
  /** The kind of the newest that reached its end. */
  done?: OperationKind;
}

/** Kinds that say how an application stands: to verify it or to hand it over changes nothing of it. */
export const standingBy = {
  newest: ['make', 'provision', 'build', 'deploy', 'release', 'retire'],
  done: ['make', 'deploy', 'release', 'retire'],
} as const satisfies Record<string, readonly OperationKind[]>;

/** Whether everything that there was of an application was taken away, and nothing was begun since. */
export const isRetired = ({ newest }: Pick<Standing, 'newest'> = {}): boolean =>
  newest?.kind === 'retire' && newest.state === 'succeeded';

/** Entities in one query: SQLite takes no more than some thousand values. */
const atOnce = 500;
/** How many earlier ones tell how long the next will take, and how many there have to be. */
const samples = { most: 20, least: 3 };

/** Of a row: without what was asked for, and what came of it. */
const told = [
  ...['entity_ref', 'kind', 'state', 'error'],
  ...['created_at', 'updated_at', 'started_at', 'ended_at'],
];

/** How many applications stand, with a few questions for all of them. */
export class Standings {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** @param of - `newest`: kinds that say how an application stands; `done`: those of which one has to have reached its end */
  async of(
    entityRefs: readonly string[],
    of: { newest: readonly OperationKind[]; done: readonly OperationKind[] },
  ): Promise<Map<string, Standing>> {
    const standings = new Map<string, Standing>();
    for (let from = 0; from < entityRefs.length; from += atOnce) {
      const some = entityRefs.slice(from, from + atOnce);
      const [newest, done] = await Promise.all([
        this.#newest(some, query => query.whereIn('kind', of.newest).where(counts)),
        this.#newest(some, query => query.whereIn('kind', of.done).where('state', 'succeeded')),
      ]);
      for (const row of newest) standings.set(row.entity_ref, { newest: factsOf(row) });
      for (const { entity_ref, kind } of done)
        standings.set(entity_ref, { ...standings.get(entity_ref), done: kind });
    }
    return standings;
  }

  /** What applications were last provisioned with; not told of those that the portal did not make. */
  async requests(entityRefs: readonly string[]): Promise<Map<string, AppRequest>> {
    const requests = new Map<string, AppRequest>();
    for (let from = 0; from < entityRefs.length; from += atOnce) {
      const rows = await this.#newest(
        entityRefs.slice(from, from + atOnce),
        query =>
          query
            .whereIn('kind', provisioning)
            .whereRaw('(?) is null', [jsonField(this.#knex, 'input', 'part')])
            .where(counts),
        ['entity_ref', 'input'],
      );
      for (const { entity_ref, input } of rows) requests.set(entity_ref, JSON.parse(input).app);
    }
    return requests;
  }

  /** The newest row of each entity, as far as it is told here. */
  #newest(
    entityRefs: readonly string[],
    among: (query: Knex.QueryBuilder) => Knex.QueryBuilder,
    columns = told,
  ): Promise<OperationRow[]> {
    const newest = among(this.#knex('operations').whereIn('entity_ref', entityRefs))
      .select('entity_ref')
      .max({ newest_at: 'created_at' })
      .groupBy('entity_ref')
      .as('newest');
    return among(this.#knex('operations'))
      .join(newest, join =>
        join
          .on('newest.entity_ref', 'operations.entity_ref')
          .andOn('newest.newest_at', 'operations.created_at'),
      )
      .select(columns.map(column => `operations.${column}`));
  }

  /** Seconds that an operation of a kind takes in a landing zone: the median of the last ones; undefined where too few tell. */
  async usualSeconds(kind: OperationKind, landingZone: string): Promise<number | undefined> {
    const rows: Pick<OperationRow, 'started_at' | 'ended_at'>[] = await this.#knex('operations')
      .where({ state: 'succeeded', kind, landing_zone: landingZone })
      .whereNotNull('started_at')
      .whereNotNull('ended_at')
      .whereRaw('(?) is null', [jsonField(this.#knex, 'input', 'part')])
      .orderBy('created_at', 'desc')
      .limit(samples.most)
      .select('started_at', 'ended_at');
    const took = rows
      .map(row => (Date.parse(row.ended_at!) - Date.parse(row.started_at!)) / 1000)
      .sort((a, b) => a - b);
    if (took.length < samples.least) return undefined;
    return Math.max(1, Math.round(took[Math.floor(took.length / 2)]));
  }
}

const factsOf = (row: OperationRow): NonNullable<Standing['newest']> => ({
  kind: row.kind,
  state: row.state,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  ...(row.started_at && { startedAt: row.started_at }),
  ...(row.ended_at && { endedAt: row.ended_at }),
  ...(row.error && { error: JSON.parse(row.error) }),
});
