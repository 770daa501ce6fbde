import type { AppResource } from '../api/apps';
import type { Operation, OperationKind } from '../api/operations';
import type { AppState, Outage } from '../api/status';

/** As much of an operation as says how an application is. */
export type OperationFacts = Pick<
  Operation,
  'kind' | 'state' | 'createdAt' | 'startedAt' | 'endedAt' | 'updatedAt' | 'error'
>;

/** What the cluster says. */
export interface Workload {
  /** `foreign`: it carries another's label, or none. */
  namespace: 'there' | 'absent' | 'foreign';
  /** Undefined where there is none. `since`: ISO 8601, when it came to be as it is; `starting`: that was a moment ago. */
  deployment?: { wanted: number; ready: number; since?: string; starting?: boolean };
  /** Whether a pod is ready behind the Service, where that is known; of what the portal did not make. */
  serving?: 'yes' | 'no' | 'no-service';
}

/** Everything that says how one application is, as it was read. */
export interface AppFacts {
  /** The newest that did something, whatever came of it. */
  operation?: OperationFacts;
  usualSeconds?: number;
  /** An image of it was released, as far as the portal's database knows. */
  released: boolean;
  adopted?: boolean;
  moved?: boolean;
  outages: readonly Outage[];
  /** Undefined where the cluster could not be asked. */
  workload?: Workload;
  /** In Azure and in the cluster; with those that an operation has yet to come to. */
  resources: readonly AppResource[];
  last?: { state: AppState; at: string };
  names: { namespace: string; service: string; zone: string };
}

export const isUnderWay = (operation?: Pick<Operation, 'state'>): boolean =>
  operation?.state === 'queued' || operation?.state === 'running';

/** Kinds of operations that bring a commit to run, or were to: of those there is something to go back from. */
export const bringing = ['make', 'deploy', 'release'] as const satisfies readonly OperationKind[];

/** Whether an operation of a kind brings a commit to run. */
export const brings = (kind: OperationKind): kind is (typeof bringing)[number] =>
  (bringing as readonly OperationKind[]).includes(kind);

/** Whether a pod answers, or is told to and has one. */
export const isUp = (workload?: Workload): boolean =>
  (workload?.deployment?.ready ?? 0) > 0 || workload?.serving === 'yes';
