import type {
  Operation,
  OperationKind,
  OperationState,
} from '@private-ai/plugin-private-ai-common';
import { keptMessage, listed } from './message';

/** A row of the table `operations`. */
export interface OperationRow {
  id: string;
  kind: OperationKind;
  entity_ref: string;
  landing_zone: string;
  requested_by: string;
  idempotency_key: string | null;
  state: OperationState;
  /** JSON. */
  input: string;
  outputs: string | null;
  error: string | null;
  /** SQLite gives 0 or 1. */
  cancel_requested: boolean | number;
  created_at: string;
  updated_at: string;
  started_at: string | null;
  ended_at: string | null;
  lease_holder: string | null;
  /** PostgreSQL gives a big integer as text. */
  lease_until: number | string | null;
  leads: string | null;
  /** The operation that this one has said it waits for. */
  waits_for: string | null;
  /** Since a person last asked for it. */
  takeovers: number;
  /** JSON. */
  stages: string | null;
}

/** The operation as the API shows it: without its lease. */
export function operationOf(row: OperationRow): Operation {
  return {
    id: row.id,
    kind: row.kind,
    entityRef: row.entity_ref,
    landingZone: row.landing_zone,
    requestedBy: row.requested_by,
    state: row.state,
    input: JSON.parse(row.input),
    ...(row.outputs && { outputs: JSON.parse(row.outputs) }),
    ...(row.error && { error: JSON.parse(row.error) }),
    cancelRequested: Boolean(row.cancel_requested),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.started_at && { startedAt: row.started_at }),
    ...(row.ended_at && { endedAt: row.ended_at }),
    ...(row.stages && { stages: JSON.parse(row.stages) }),
  };
}

/** As lists have it: what a person wrote and why it failed, cut; an early portal kept errors of any length. */
export function listedOperation({ input, error, ...row }: OperationRow): Operation {
  const operation = operationOf({ ...row, input: '{}', error: null });
  return { ...operation, input: listed(input), ...(error && { error: listed(error) }) };
}

/** What a person gets to read of a failure; stacks and causes stay in the server's log. */
export function errorOf(thrown: unknown): NonNullable<Operation['error']> {
  const error = thrown as { name?: string; message?: string; resource?: unknown };
  return {
    name: error.name ?? 'Error',
    message: keptMessage(error.message || String(thrown)),
    ...(typeof error.resource === 'string' && { resource: keptMessage(error.resource) }),
  };
}

export const isoNow = () => new Date().toISOString();
export const isEnded = (state: OperationState) =>
  state === 'succeeded' || state === 'failed' || state === 'cancelled';
