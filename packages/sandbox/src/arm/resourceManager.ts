import { randomUUID } from 'node:crypto';
import { strikesFailure, strikesSlowly } from '../faults/effect.ts';
import type { Effect } from '../faults/faults.ts';
import type { Store } from '../state/store.ts';
import type { Arm, Written } from './arm.ts';
import { Calls } from './calls.ts';
import { ArmError, groupNotFound, parentNotFound } from './errors.ts';
import type { ArmHooks } from './hooks.ts';
import { managedIdentity } from './managedIdentity.ts';
import { ArmOperations, type ArmOperation } from './operations.ts';
import type { ArmResource, ResourceBody } from './resource.ts';
import { Quota } from './quota.ts';
import { RecordedWrites } from './recordedWrites.ts';
import { parseResourceId, sameType, type ResourceId } from './resourceId.ts';
import type { ResourceType, Write } from './resourceType.ts';
import { StoredResources } from './storedResources.ts';
import { Throttle } from './throttle.ts';
import { Timing } from './timing.ts';
import { requireUnlocked } from './types/authorization/lock.ts';

const generic = { type: '*', tracked: true } satisfies ResourceType;

/** The one store of every Azure resource; how a type differs from "stored and read back" is given to it. */
export class ResourceManager implements Arm {
  readonly #types: Map<string, ResourceType>;
  readonly #resources: StoredResources;
  readonly operations: ArmOperations;
  readonly hooks: ArmHooks;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly subscriptionIds: string[];
  readonly store: Store;
  readonly calls = new Calls();
  readonly writes: RecordedWrites;
  readonly quota: Quota;
  readonly throttle: Throttle;
  readonly timing: Timing;
  readonly #busy = new Set<string>();
  readonly #before = new Map<string, { resource?: ArmResource }>();
  #resumed = false;

  constructor(
    store: Store,
    options: {
      tenantId: string;
      subscriptionIds: string[];
      types: ResourceType[];
      hooks: ArmHooks;
    },
  ) {
    this.#types = new Map(options.types.map(one => [one.type.toLowerCase(), one]));
    this.store = store;
    this.#resources = new StoredResources(store);
    this.operations = new ArmOperations(store);
    this.writes = new RecordedWrites(store);
    this.quota = new Quota(store);
    this.throttle = new Throttle(store);
    this.timing = new Timing(store);
    this.hooks = options.hooks;
    this.tenantId = options.tenantId;
    [this.subscriptionId] = options.subscriptionIds;
    this.subscriptionIds = options.subscriptionIds;
  }

  /** How a type behaves; a type without a file of its own is stored and read back. */
  typeOf(type: string): ResourceType {
    return this.#types.get(type.toLowerCase()) ?? generic;
  }

  get(id: string): ArmResource | undefined {
    this.settle();
    const found = this.#resources.get(id);
    return found && this.#present(found);
  }

  has(id: string): boolean {
    return this.#resources.get(id.toLowerCase()) !== undefined;
  }

  list(prefix: string, type?: string): ArmResource[] {
    this.settle();
    return this.#resources.below(prefix, type).map(resource => this.#present(resource));
  }

  stored(prefix: string, type: string): ArmResource[] {
    return this.#resources.below(prefix, type);
  }

  /** What a resource was before its last write or delete in this process; undefined where it had none. */
  before(id: string): { resource?: ArmResource } | undefined {
    return this.#before.get(id.toLowerCase());
  }

  put(resource: ArmResource): ArmResource {
    this.#resources.put(resource);
    return resource;
  }

  /** Creates or updates; a long-running operation is returned when the type has one. */
  write(
    id: ResourceId,
    body: ResourceBody,
    by: string,
    apiVersion: string,
    effect?: Effect,
  ): Written {
    this.settle();
    const type = this.typeOf(id.type);
    const existing = this.#resources.get(id.id);
    this.#requireParent(id);
    if (type.tracked && !existing && !body.location && type.type !== '*') {
      throw new ArmError(
        400,
        'LocationRequired',
        'The location property is required for this definition.',
      );
    }
    const write: Write = {
      id,
      body,
      existing,
      arm: this,
      hooks: this.hooks,
      tenantId: this.tenantId,
      by,
    };
    const properties = type.prepare ? type.prepare(write) : { ...body.properties };
    const fails = type.stateless ? undefined : strikesFailure(effect);
    const takesTime =
      fails ??
      (type.write && !type.atOnce?.(write) && (!existing || type.write.updateState !== undefined));
    const state = takesTime
      ? existing
        ? (type.write?.updateState ?? 'Updating')
        : (type.write?.state ?? 'Creating')
      : 'Succeeded';
    const now = new Date().toISOString();
    const resource: ArmResource = {
      id: existing?.id ?? id.id,
      name: existing?.name ?? id.name,
      type: existing?.type ?? (type.type === '*' ? id.type : type.type),
      ...(type.tracked &&
        (body.location ?? existing?.location) && { location: body.location ?? existing?.location }),
      ...((type.tracked || type.tagged) && { tags: body.tags ?? {} }),
      ...pick(body, ['kind', 'sku', 'zones']),
      ...(body.identity && { identity: managedIdentity(body.identity, existing, this) }),
      ...(type.etag && { etag: `"${randomUUID()}"` }),
      properties: type.stateless ? properties : { ...properties, provisioningState: state },
      systemData: {
        createdBy: existing?.systemData?.createdBy ?? by,
        createdByType: 'Application',
        createdAt: existing?.systemData?.createdAt ?? now,
        lastModifiedBy: by,
        lastModifiedByType: 'Application',
        lastModifiedAt: now,
      },
    };
    this.#remember(id.id, existing);
    this.put(resource);
    let operation: ArmOperation | undefined;
    if (takesTime) {
      const kind = existing ? 'update' : 'create';
      operation = this.#begin(kind, resource, { apiVersion, effect, fails });
    } else {
      void type.done?.(resource, this, this.hooks);
    }
    return { resource: this.#present(resource), operation, created: !existing };
  }

  /** Deletes with all that lies below; a long-running operation is returned when the type has one. */
  remove(id: string, apiVersion: string, effect?: Effect): ArmOperation | undefined {
    this.settle();
    const resource = this.#resources.get(id);
    if (!resource) return undefined;
    requireUnlocked(resource.id, this);
    const type = this.typeOf(resource.type);
    type.removing?.(resource, this);
    this.#remember(id, resource);
    if (!type.remove) {
      this.#erase(resource);
      return undefined;
    }
    this.put({
      ...resource,
      properties: { ...resource.properties, provisioningState: 'Deleting' },
    });
    return this.#begin('remove', resource, { apiVersion, effect, fails: strikesFailure(effect) });
  }

  drop(id: string): void {
    this.#resources.delete(id);
  }

  /** Ends every operation whose time has come, and starts other rooms' work that a restart cut off. */
  settle(): void {
    if (!this.#resumed) {
      this.#resumed = true;
      for (const operation of this.operations.open()) if (operation.waits) this.#work(operation);
    }
    for (const operation of this.operations.due()) {
      // The end of one may settle others.
      if (this.operations.isOpen(operation)) this.#finish(operation);
    }
  }

  #begin(
    kind: 'create' | 'update' | 'remove',
    resource: ArmResource,
    {
      apiVersion,
      effect,
      fails,
    }: { apiVersion: string; effect?: Effect; fails?: ArmOperation['fails'] },
  ) {
    const { subscription } = parseResourceId(resource.id);
    const type = this.typeOf(resource.type);
    const operation = this.operations.start({
      async: (kind === 'remove' ? type.remove : type.write) ?? { path: 'operationResults' },
      kind: kind === 'remove' ? 'delete' : 'write',
      subscription: subscription ?? this.subscriptionId,
      namespace: resource.type.split('/')[0],
      location: resource.location ?? 'koreacentral',
      resourceId: resource.id,
      apiVersion,
      milliseconds: strikesSlowly(effect, this.timing.milliseconds(resource.type, kind)),
      fails,
    });
    if (operation.waits) this.#work(operation);
    return operation;
  }

  #work(operation: ArmOperation): void {
    if (this.#busy.has(operation.path)) return;
    this.#busy.add(operation.path);
    const resource = this.#resources.get(operation.resourceId);
    Promise.resolve(resource && this.typeOf(resource.type).done?.(resource, this, this.hooks))
      .then(
        () => this.operations.worked(operation),
        (error: Error) =>
          this.#finish(operation, { code: 'OperationFailed', message: error.message }),
      )
      .finally(() => this.#busy.delete(operation.path));
  }

  #finish(operation: ArmOperation, error = operation.fails) {
    this.operations.end(operation, error);
    const resource = this.#resources.get(operation.resourceId);
    if (!resource) return;
    if (operation.kind === 'delete' && !error) {
      this.#erase(resource);
      return;
    }
    if (operation.kind === 'write' && resource.properties.provisioningState === 'Deleting') return;
    const ended = this.put({
      ...resource,
      properties: { ...resource.properties, provisioningState: error ? 'Failed' : 'Succeeded' },
    });
    if (!operation.worked && !error)
      void this.typeOf(resource.type).done?.(ended, this, this.hooks);
  }

  #remember(id: string, resource: ArmResource | undefined): void {
    this.#before.set(id.toLowerCase(), { resource: resource && this.#present(resource) });
  }

  #erase(resource: ArmResource): void {
    for (const one of [...this.#resources.below(resource.id).reverse(), resource]) {
      this.drop(one.id);
      this.typeOf(one.type).removed?.(one, this, { alone: one.id === resource.id });
    }
  }

  #present(resource: ArmResource): ArmResource {
    const type = this.typeOf(resource.type);
    const shown = type.present?.(resource, this) ?? resource;
    if (!type.bare) return shown;
    const { systemData: _, ...rest } = shown;
    return rest;
  }

  #requireParent(id: ResourceId): void {
    if (id.resourceGroup && !sameType(id.type, 'Microsoft.Resources/resourceGroups')) {
      const group = `/subscriptions/${id.subscription}/resourceGroups/${id.resourceGroup}`;
      if (!this.#resources.get(group)) throw groupNotFound(id.resourceGroup);
    }
    const below = id.child || /\/providers\//i.test(id.parent);
    if (below && !this.#resources.get(id.parent)) throw parentNotFound(id.type, id.parent);
  }
}

function pick(body: ResourceBody, keys: ('kind' | 'sku' | 'zones')[]): Partial<ArmResource> {
  return Object.fromEntries(
    keys.filter(key => body[key] !== undefined).map(key => [key, body[key]]),
  );
}
