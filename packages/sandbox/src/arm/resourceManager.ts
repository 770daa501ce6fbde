import { randomUUID } from 'node:crypto';
import type { Collection, Store } from '../state/store.ts';
import { ArmError, groupNotFound, parentNotFound } from './errors.ts';
import type { ArmHooks } from './hooks.ts';
import { ArmOperations, type ArmOperation } from './operations.ts';
import type { ArmResource } from './resource.ts';
import { parseResourceId, sameType, type ResourceId } from './resourceId.ts';
import type { Async, ResourceType, Write } from './resourceType.ts';
import { resourceTypes } from './types/index.ts';

/** A PUT body as it arrived, kept for the tests that hold it against Microsoft's published shapes. */
export interface RecordedWrite {
  id: string;
  type: string;
  apiVersion: string;
  body: unknown;
}

const recordedWrites = 500;
const generic = { type: '*', tracked: true } satisfies ResourceType;

/** The one store of every Azure resource; each type's own behaviour lies in types/. */
export class ResourceManager {
  readonly #resources: Collection<ArmResource>;
  readonly #writes: Collection<RecordedWrite>;
  readonly operations: ArmOperations;
  readonly hooks: ArmHooks;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly store: Store;
  readonly #busy = new Set<string>();

  constructor(
    store: Store,
    options: { tenantId: string; subscriptionId: string; hooks: ArmHooks },
  ) {
    this.store = store;
    this.#resources = store.collection('arm-resources');
    this.#writes = store.collection('arm-writes');
    this.operations = new ArmOperations(store);
    this.hooks = options.hooks;
    this.tenantId = options.tenantId;
    this.subscriptionId = options.subscriptionId;
  }

  /** How a type behaves; a type without a file of its own is stored and read back. */
  typeOf(type: string): ResourceType {
    return resourceTypes.find(known => sameType(known.type, type)) ?? generic;
  }

  /** The resource as a GET shows it. */
  get(id: string): ArmResource | undefined {
    this.settle();
    const found = this.#resources.get(id.toLowerCase());
    return found && this.#present(found);
  }

  /** Resources below an id, in id order; of one type when given. */
  list(prefix: string, type?: string): ArmResource[] {
    this.settle();
    return this.#resources
      .list(`${prefix.toLowerCase()}/`)
      .map(([, resource]) => resource)
      .filter(resource => !type || sameType(resource.type, type))
      .map(resource => this.#present(resource));
  }

  /** Every PUT body received, oldest first; the newest 500. */
  recorded(): RecordedWrite[] {
    return this.#writes.list().map(([, write]) => write);
  }

  record(write: RecordedWrite): void {
    this.#writes.put(`${Date.now().toString().padStart(15, '0')}-${randomUUID()}`, write);
    for (const [key] of this.#writes.list().slice(0, -recordedWrites)) this.#writes.delete(key);
  }

  /** Stores a resource as it is: what a type's file makes beside the resource that was asked for. */
  put(resource: ArmResource): ArmResource {
    this.#resources.put(resource.id.toLowerCase(), resource);
    return resource;
  }

  /** Creates or updates; a long-running operation is returned when the type has one. */
  write(id: ResourceId, body: Write['body'], by: string, apiVersion: string) {
    this.settle();
    const type = this.typeOf(id.type);
    const existing = this.#resources.get(id.id.toLowerCase());
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
    };
    const properties = type.prepare ? type.prepare(write) : { ...body.properties };
    const takesTime =
      type.write && !type.atOnce?.(write) && (!existing || type.write.updateState !== undefined);
    const state = takesTime
      ? existing
        ? type.write?.updateState
        : type.write?.state
      : 'Succeeded';
    const now = new Date().toISOString();
    const resource: ArmResource = {
      id: existing?.id ?? id.id,
      name: existing?.name ?? id.name,
      type: existing?.type ?? (type.type === '*' ? id.type : type.type),
      ...(type.tracked &&
        (body.location ?? existing?.location) && { location: body.location ?? existing?.location }),
      ...(type.tracked && { tags: body.tags ?? {} }),
      ...pick(body, ['kind', 'sku', 'zones']),
      ...(body.identity && { identity: this.#identity(body.identity, existing) }),
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
    this.put(resource);
    let operation: ArmOperation | undefined;
    if (takesTime && type.write) {
      operation = this.#begin('write', resource, type.write, apiVersion);
    } else {
      void type.done?.(resource, this, this.hooks);
    }
    return { resource: this.#present(resource), operation, created: !existing };
  }

  /** Deletes with all that lies below; a long-running operation is returned when the type has one. */
  remove(id: string, apiVersion: string): ArmOperation | undefined {
    this.settle();
    const resource = this.#resources.get(id.toLowerCase());
    if (!resource) return undefined;
    const type = this.typeOf(resource.type);
    type.removing?.(resource, this);
    if (!type.remove) {
      this.#erase(resource);
      return undefined;
    }
    this.put({
      ...resource,
      properties: { ...resource.properties, provisioningState: 'Deleting' },
    });
    return this.#begin('delete', resource, type.remove, apiVersion);
  }

  /** Takes one stored resource away, without its type's rules. */
  drop(id: string): void {
    this.#resources.delete(id.toLowerCase());
  }

  /** Ends every operation whose time has come, and starts other rooms' work that a restart cut off. */
  settle(): void {
    for (const operation of this.operations.open()) {
      if (operation.due === undefined) this.#work(operation);
      else if (operation.due <= Date.now()) this.#finish(operation);
    }
  }

  #begin(kind: ArmOperation['kind'], resource: ArmResource, form: Async, apiVersion: string) {
    const { subscription } = parseResourceId(resource.id);
    const operation = this.operations.start({
      async: form,
      kind,
      subscription: subscription ?? this.subscriptionId,
      namespace: resource.type.split('/')[0],
      location: resource.location ?? 'koreacentral',
      resourceId: resource.id,
      apiVersion,
      waits: form.waits ?? false,
    });
    if (operation.due === undefined) this.#work(operation);
    return operation;
  }

  #work(operation: ArmOperation): void {
    if (this.#busy.has(operation.path)) return;
    this.#busy.add(operation.path);
    const resource = this.#resources.get(operation.resourceId.toLowerCase());
    Promise.resolve(resource && this.typeOf(resource.type).done?.(resource, this, this.hooks))
      .then(
        () => this.#finish(operation, { effects: false }),
        (error: Error) =>
          this.#finish(operation, {
            effects: false,
            error: { code: 'OperationFailed', message: error.message },
          }),
      )
      .finally(() => this.#busy.delete(operation.path));
  }

  #finish(
    operation: ArmOperation,
    { effects = true, error }: { effects?: boolean; error?: ArmOperation['error'] } = {},
  ) {
    this.operations.end(operation, error);
    const resource = this.#resources.get(operation.resourceId.toLowerCase());
    if (!resource) return;
    if (operation.kind === 'delete') {
      this.#erase(resource);
      return;
    }
    if (resource.properties.provisioningState === 'Deleting') return;
    const ended = this.put({
      ...resource,
      properties: { ...resource.properties, provisioningState: error ? 'Failed' : 'Succeeded' },
    });
    if (effects) void this.typeOf(resource.type).done?.(ended, this, this.hooks);
  }

  #erase(resource: ArmResource): void {
    for (const [, one] of [
      ...this.#resources.list(`${resource.id.toLowerCase()}/`).reverse(),
      ['', resource] as const,
    ]) {
      this.drop(one.id);
      this.typeOf(one.type).removed?.(one, this);
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
      if (!this.#resources.get(group.toLowerCase())) throw groupNotFound(id.resourceGroup);
    }
    const below = id.child || /\/providers\//i.test(id.parent);
    if (below && !this.#resources.get(id.parent.toLowerCase()))
      throw parentNotFound(id.type, id.parent);
  }

  #identity(
    asked: NonNullable<ArmResource['identity']>,
    existing?: ArmResource,
  ): ArmResource['identity'] {
    const identity: ArmResource['identity'] = { type: asked.type };
    if (/SystemAssigned/i.test(asked.type)) {
      identity.principalId = existing?.identity?.principalId ?? randomUUID();
      identity.tenantId = this.tenantId;
    }
    if (asked.userAssignedIdentities) {
      identity.userAssignedIdentities = Object.fromEntries(
        Object.keys(asked.userAssignedIdentities).map(id => {
          const found = this.#resources.get(id.toLowerCase());
          if (!found)
            throw new ArmError(
              400,
              'FailedIdentityOperation',
              `The identity ${id} does not exist.`,
            );
          return [
            id,
            { principalId: found.properties.principalId, clientId: found.properties.clientId },
          ];
        }),
      );
    }
    return identity;
  }
}

function pick(body: Write['body'], keys: ('kind' | 'sku' | 'zones')[]): Partial<ArmResource> {
  return Object.fromEntries(
    keys.filter(key => body[key] !== undefined).map(key => [key, body[key]]),
  );
}
