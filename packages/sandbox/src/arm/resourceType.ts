import type { Arm } from './arm.ts';
import type { ArmError } from './errors.ts';
import type { ArmHooks } from './hooks.ts';
import type { Async } from './operations.ts';
import type { ArmResource, ResourceBody } from './resource.ts';
import type { ResourceId } from './resourceId.ts';

/** A write as a type's file sees it, after the generic checks. */
export interface Write {
  id: ResourceId;
  body: ResourceBody;
  existing?: ArmResource;
  arm: Arm;
  hooks: ArmHooks;
  tenantId: string;
  /** Object id of who asks. */
  by: string;
}

interface ActionRequest {
  resource: ArmResource;
  method: string;
  /** What follows the resource's id, e.g. `listKeys` or `runs/1/listLogSasUrl`. */
  rest: string;
  body: unknown;
  /** Object id of who asks. */
  by: string;
  arm: Arm;
  hooks: ArmHooks;
}
export interface Answer {
  status: number;
  body?: unknown;
}

/** How one resource type differs from "stored and read back". */
export interface ResourceType {
  type: string;
  /** Takes tags and a location. */
  tracked?: boolean;
  /** Takes tags, but has no location of its own. */
  tagged?: boolean;
  /** Has no `provisioningState`. */
  stateless?: boolean;
  /** Shows no `systemData` (recorded for private endpoints; the network provider's published shapes have none). */
  bare?: boolean;
  /** How long a create or update takes, as an operation that the answer names in its headers. */
  write?: Async & { state: string; updateState?: string };
  remove?: Async;
  /** A write that is done at once all the same. */
  atOnce?(write: Write): boolean;
  /** Statuses of a PUT that creates and one that updates; 201 and 200 when left out. */
  created?: number;
  updated?: number;
  /** A delete answers with what was deleted. */
  deletedBody?: boolean;
  /** Key of the body's etag; none when left out. */
  etag?: boolean;
  /** Below one parent, one write or delete at a time: how long its answer takes, in Azure's seconds, and the refusal of another. */
  oneAtATime?: { seconds: number; refusal(parent: string): ArmError };
  /** Checks a write and answers with the properties to store; throws ArmError. */
  prepare?(write: Write): ArmResource['properties'];
  /** When the write is done: effects on other resources, or another room's work. */
  done?(resource: ArmResource, arm: Arm, hooks: ArmHooks): void | Promise<void>;
  /** Before a delete; throws ArmError when it may not be deleted. */
  removing?(resource: ArmResource, arm: Arm): void;
  /** Once it is gone, alone or with what it lay in: effects on other resources. */
  removed?(resource: ArmResource, arm: Arm, how: { alone: boolean }): void;
  /** What a GET shows beside what is stored. */
  present?(resource: ArmResource, arm: Arm): ArmResource;
  /** POST actions, and reads below the resource that are no resources; undefined: no such action. */
  action?(request: ActionRequest): Promise<Answer | undefined> | Answer | undefined;
}
