import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { admitPod, admitToNamespace, completePod } from './admission.ts';
import { apply, recordUpdate, type Writer } from './apply.ts';
import type { Target } from './body.ts';
import { withClusterIP } from './clusterIP.ts';
import { initialStatus, withDefaults } from './defaults.ts';
import type { Shape } from './fields.ts';
import type { Kind } from './kinds.ts';
import { generatedSuffix } from './names.ts';
import type { KubernetesObject } from './object.ts';
import type { Objects } from './objects.ts';
import { isBuiltIn } from './schema.ts';
import { alreadyExists, invalid, notFound, required, staleWrite } from './status.ts';
import { problemsOf } from './validation.ts';

export interface WriteOptions {
  writer: Writer;
  /** Everything is checked, nothing is kept. */
  dryRun: boolean;
}

export interface Written {
  object: KubernetesObject;
  created: boolean;
}

const now = () => `${new Date().toISOString().slice(0, 19)}Z`;
/** The status is its own subresource's to write. */
const shapeOf = (kind: Kind, { subresource }: Partial<Writer> = {}): Shape => ({
  kind: kind.kind,
  builtIn: isBuiltIn(kind),
  ...(kind.status && subresource !== 'status' && { ignored: ['status'] }),
});
const withoutGeneration = ['', 'rbac.authorization.k8s.io'];

/** The rules of writing objects: what is filled in, checked, kept by the server itself, and who owns which field. */
export class Resources {
  readonly objects: Objects;

  constructor(objects: Objects) {
    this.objects = objects;
  }

  /** @throws StatusError 404 */
  get({ kind, namespace, name = '' }: Target): KubernetesObject {
    const found = this.objects.get(kind, namespace, name);
    if (!found) throw notFound(kind, name);
    return found;
  }

  create({ kind }: Target, given: KubernetesObject, { writer, dryRun }: WriteOptions): Written {
    admitToNamespace(kind, given, this.objects);
    const { managedFields: _, ...metadata } = given.metadata;
    const object = this.#new(kind, { ...given, metadata }, made =>
      recordUpdate(undefined, made, writer, shapeOf(kind)),
    );
    return this.#store(kind, object, dryRun);
  }

  /** Server-side apply: creates what is not there. */
  apply(
    target: Target,
    meant: KubernetesObject,
    { writer, dryRun, force }: WriteOptions & { force: boolean },
  ): Written {
    const { kind, namespace, name = '' } = target;
    const existing = this.objects.get(kind, namespace, name);
    const { resourceVersion, uid, ...metadata } = meant.metadata;
    const wanted: KubernetesObject = { ...meant, metadata };
    if (kind.status && !writer.subresource) delete wanted.status;
    const options = { force, shape: shapeOf(kind, writer) };
    if (!existing) {
      if (writer.subresource) throw notFound(kind, name);
      admitToNamespace(kind, wanted, this.objects);
      const applied = apply(undefined, wanted, writer, options);
      return this.#store(kind, this.#new(kind, applied), dryRun);
    }
    unchangedSince(kind, existing, { resourceVersion, uid });
    const mine = writer.subresource === 'status' ? statusOnly(wanted) : wanted;
    const applied = apply(existing, mine, writer, options);
    return this.#replace(kind, existing, applied, { writer, dryRun, owned: true });
  }

  /** Replaces an object, or its status. */
  update(target: Target, next: KubernetesObject, { writer, dryRun }: WriteOptions): Written {
    const existing = this.get(target);
    unchangedSince(target.kind, existing, next.metadata);
    return this.#replace(target.kind, existing, next, { writer, dryRun, owned: false });
  }

  /** `record` notes who owns what, before admission adds what nobody owns. */
  #new(
    kind: Kind,
    given: KubernetesObject,
    record: (object: KubernetesObject) => KubernetesObject = object => object,
  ): KubernetesObject {
    const { generateName } = given.metadata;
    const name = given.metadata.name || (generateName && `${generateName}${generatedSuffix()}`);
    if (!name) {
      throw invalid(kind, '', [required('metadata.name', 'name or generateName is required')]);
    }
    if (this.objects.get(kind, given.metadata.namespace, name)) throw alreadyExists(kind, name);
    const { deletionTimestamp: _, deletionGracePeriodSeconds: __, ...metadata } = given.metadata;
    const { status, ...rest } = given;
    const object = withDefaults(kind, {
      ...rest,
      ...(!kind.status && status !== undefined && { status }),
      metadata: {
        ...metadata,
        name,
        uid: randomUUID(),
        creationTimestamp: now(),
        ...(!withoutGeneration.includes(kind.group) || kind.kind === 'Pod'
          ? { generation: 1 }
          : {}),
      },
    });
    return this.#completed(kind, record(object));
  }

  #completed(kind: Kind, given: KubernetesObject): KubernetesObject {
    let object = given;
    if (kind.kind === 'Namespace') {
      const spec = { finalizers: ['kubernetes'], ...given.spec };
      object = { ...given, spec, status: initialStatus(kind) };
    } else if (kind.kind === 'Service') {
      object = { ...withClusterIP(given, this.objects.list(kind)), status: initialStatus(kind) };
    } else if (kind.kind === 'Pod' && given.spec?.containers?.length) {
      object = completePod(given, this.objects);
    } else if (kind.status && isBuiltIn(kind)) {
      object = { ...given, status: initialStatus(kind) };
    }
    const problems = problemsOf(kind, object);
    if (problems.length) throw invalid(kind, object.metadata.name, problems);
    if (kind.kind === 'Pod') admitPod(kind, object, this.objects);
    return object;
  }

  #store(kind: Kind, object: KubernetesObject, dryRun: boolean): Written {
    return { object: dryRun ? object : this.objects.put(kind, object), created: true };
  }

  #replace(
    kind: Kind,
    existing: KubernetesObject,
    given: KubernetesObject,
    { writer, dryRun, owned }: WriteOptions & { owned: boolean },
  ): Written {
    const next = this.#next(kind, existing, given, writer.subresource);
    const recorded = owned ? next : recordUpdate(existing, next, writer, shapeOf(kind, writer));
    if (sameButTimes(existing, recorded)) return { object: existing, created: false };
    if (dryRun) return { object: recorded, created: false };
    const { deletionTimestamp, finalizers = [] } = recorded.metadata;
    if (deletionTimestamp && finalizers.length === 0 && existing.metadata.finalizers?.length) {
      return { object: this.objects.remove(kind, recorded), created: false };
    }
    return { object: this.objects.put(kind, recorded), created: false };
  }

  #next(
    kind: Kind,
    existing: KubernetesObject,
    given: KubernetesObject,
    subresource: string | undefined,
  ): KubernetesObject {
    const { uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds } =
      existing.metadata;
    const { resourceVersion, generation, managedFields } = existing.metadata;
    if (subresource === 'status') {
      const metadata = { ...existing.metadata, managedFields: given.metadata.managedFields };
      return { ...existing, metadata, status: given.status };
    }
    const { status: _, ...rest } = given;
    const kept = kind.status ? existing.status : given.status;
    const next = withDefaults(kind, {
      ...rest,
      metadata: {
        ...given.metadata,
        uid,
        creationTimestamp,
        resourceVersion,
        ...(generation && { generation }),
        ...(deletionTimestamp && { deletionTimestamp, deletionGracePeriodSeconds }),
        managedFields: given.metadata.managedFields ?? managedFields,
      },
      ...(kept !== undefined && { status: kept }),
    });
    const labelled = this.#kept(kind, existing, next);
    const problems = problemsOf(kind, labelled, existing);
    if (problems.length) throw invalid(kind, labelled.metadata.name, problems);
    if (generation && !isDeepStrictEqual(meantOf(existing), meantOf(labelled))) {
      labelled.metadata.generation = generation + 1;
    }
    return labelled;
  }

  /** What the server assigned once and a writer may leave out. */
  #kept(kind: Kind, existing: KubernetesObject, next: KubernetesObject): KubernetesObject {
    if (kind.kind === 'Service' && next.spec.type !== 'ExternalName') {
      for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) {
        next.spec[field] ??= existing.spec[field];
      }
    }
    if (kind.kind === 'Namespace') next.spec = existing.spec;
    if (kind.kind === 'Pod') next.spec = { ...existing.spec, ...next.spec };
    return next;
  }
}

/** @throws StatusError 409 when what the writer saw is no longer what is there */
function unchangedSince(
  kind: Kind,
  existing: KubernetesObject,
  seen: { resourceVersion?: string; uid?: string },
): void {
  const { resourceVersion, uid, name } = existing.metadata;
  if (
    (seen.resourceVersion && seen.resourceVersion !== resourceVersion) ||
    (seen.uid && seen.uid !== uid)
  ) {
    throw staleWrite(kind, name);
  }
}

function statusOnly({ apiVersion, kind, metadata, status }: KubernetesObject): KubernetesObject {
  const { name, namespace } = metadata;
  return { apiVersion, kind, metadata: { name, namespace }, ...(status && { status }) };
}

const meantOf = ({ metadata: _, status: __, ...meant }: KubernetesObject) => meant;

function sameButTimes(existing: KubernetesObject, next: KubernetesObject): boolean {
  const timeless = (object: KubernetesObject) =>
    JSON.parse(
      JSON.stringify({
        ...object,
        metadata: {
          ...object.metadata,
          managedFields: object.metadata.managedFields?.map(({ time: _, ...entry }) => entry),
        },
      }),
    );
  return isDeepStrictEqual(timeless(existing), timeless(next));
}
