import type { Store } from '../state/store.ts';
import type { ArmHooks } from './hooks.ts';
import type { ArmOperation } from './operations.ts';
import type { Quota } from './quota.ts';
import type { ArmResource, ResourceBody } from './resource.ts';
import type { ResourceId } from './resourceId.ts';
import type { Timing } from './timing.ts';

/**
 * Resource Manager as a type's file sees it, and every room that reads or writes resources. What answers its calls, and the
 * switches, see the whole of it (resourceManager.ts), which knows the types; this does not.
 */
export interface Arm {
  readonly tenantId: string;
  /** The first: of what names none. */
  readonly subscriptionId: string;
  readonly subscriptionIds: string[];
  readonly store: Store;
  readonly hooks: ArmHooks;
  readonly quota: Quota;
  readonly timing: Timing;
  /** The resource as a GET shows it. */
  get(id: string): ArmResource | undefined;
  /** Whether a resource exists: for what a type's file presents of another that presents it in turn. */
  has(id: string): boolean;
  /** Resources below an id, in id order; of one type when given. */
  list(prefix: string, type?: string): ArmResource[];
  /** As `list`, but as it is stored: for what a type's file presents of others that present it in turn. */
  stored(prefix: string, type: string): ArmResource[];
  /** Stores a resource as it is: what a type's file makes beside the resource that was asked for. */
  put(resource: ArmResource): ArmResource;
  /** Creates or updates by the type's rules. @throws ArmError */
  write(id: ResourceId, body: ResourceBody, by: string, apiVersion: string): Written;
  /** Takes one stored resource away, without its type's rules. */
  drop(id: string): void;
}

/** What came of a write. */
export interface Written {
  resource: ArmResource;
  /** When the type has a long-running one. */
  operation?: ArmOperation;
  created: boolean;
}
