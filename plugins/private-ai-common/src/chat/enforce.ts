import { overBudget } from './account';
import { budget } from './budget';
import { events, isDescribed, type ChatEvent } from './event';
import type { ObjectShape, Shape } from './shape';
import { ProtocolViolation } from './violation';

/** Called with a sentence for the developer for everything that was taken out. */
export type Warn = (message: string) => void;

/** Stands for a value that the protocol's later versions may know, and this one does not. */
const unrecognised = Symbol('unrecognised');

/**
 * The processing model of AG-UI 1.1: what is unknown is taken out with a warning (the field where it is optional, what
 * contains it where it is required, the element in a list), what is known and wrong fails the run.
 *
 * @returns undefined when the whole event is unknown
 * @throws ProtocolViolation
 */
export function enforceEvent(event: unknown, warn: Warn): ChatEvent | undefined {
  const type = isRecord(event) ? event.type : undefined;
  if (typeof type !== 'string') {
    throw new ProtocolViolation('malformed', 'An event without a type arrived.');
  }
  if (!isDescribed(type)) {
    warn(`An event of the unknown type ${type} was dropped.`);
    return undefined;
  }
  const { shape } = events[type];
  const fitted = fitObject(event as Record<string, unknown>, shape, '', type, warn);
  if (fitted !== unrecognised) return fitted as ChatEvent;
  warn(`An event ${type} was dropped: a field that it needs holds an unknown value.`);
  return undefined;
}

/**
 * The same for what is sent.
 * @throws ProtocolViolation
 */
export function enforceShape<T>(value: T, shape: ObjectShape, what: string, warn: Warn): T {
  const fitted = fit(value, shape, '', what, warn);
  if (fitted === unrecognised) {
    throw new ProtocolViolation('malformed', `${what} holds an unknown value where it needs one.`);
  }
  return fitted as T;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return value === undefined ? 'nothing' : `a ${typeof value}`;
}

function fit(value: unknown, shape: Shape, path: string, what: string, warn: Warn): unknown {
  const wrong = (expected: string): never => {
    throw new ProtocolViolation(
      'malformed',
      `${what} is malformed: ${path || '/'} must be ${expected}, not ${nameOf(value)}.`,
    );
  };
  switch (shape.is) {
    case 'any':
      if (value === undefined || (value === null && shape.notNull)) return wrong('a value');
      return value;
    case 'string':
      return typeof value === 'string' ? value : wrong('a text');
    case 'boolean':
      return typeof value === 'boolean' ? value : wrong('true or false');
    case 'integer':
      return Number.isSafeInteger(value) ? value : wrong('a whole number');
    case 'open':
      return isRecord(value) ? value : wrong('an object');
    case 'exactly':
      return value === shape.value ? value : wrong(`"${shape.value}"`);
    case 'oneOf':
      if (typeof value !== 'string') return wrong('a text');
      return shape.values.includes(value) ? value : unrecognised;
    case 'textOrList':
      if (typeof value === 'string') return value;
      if (!Array.isArray(value)) return wrong('a text or a list of parts');
      return fit(value, shape.list, path, what, warn);
    case 'list': {
      if (!Array.isArray(value) || value.length < (shape.min ?? 0)) {
        return wrong(shape.min ? `a list of at least ${shape.min}` : 'a list');
      }
      return fitList(value, shape.of, path, what, warn);
    }
    case 'union': {
      if (!isRecord(value)) return wrong('an object');
      const name = value[shape.by];
      if (typeof name !== 'string') return wrong(`an object with a ${shape.by}`);
      if (!Object.hasOwn(shape.members, name)) return unrecognised;
      return fitObject(value, shape.members[name], path, what, warn);
    }
    default:
      return isRecord(value) ? fitObject(value, shape, path, what, warn) : wrong('an object');
  }
}

function fitList(values: unknown[], shape: Shape, path: string, what: string, warn: Warn) {
  let changed = false;
  const kept: unknown[] = [];
  values.forEach((value, index) => {
    const fitted = fit(value, shape, `${path}/${index}`, what, warn);
    if (fitted === unrecognised) {
      warn(`${what}: ${path}/${index} was dropped, its kind is unknown.`);
      changed = true;
      return;
    }
    changed ||= fitted !== value;
    kept.push(fitted);
  });
  return changed ? kept : values;
}

function fitObject(
  value: Record<string, unknown>,
  shape: ObjectShape,
  path: string,
  what: string,
  warn: Warn,
): Record<string, unknown> | typeof unrecognised {
  for (const field in shape.required) {
    if (!Object.hasOwn(value, field)) {
      throw new ProtocolViolation(
        'malformed',
        `${what} is malformed: ${path}/${field} is missing.`,
      );
    }
  }
  // Made anew only where something changes: most events pass as they are.
  let kept: [string, unknown][] | undefined;
  const fields = Object.keys(value);
  if (fields.length > budget.fields) throw overBudget('fields');
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at];
    const before = value[field];
    if (before === undefined) continue;
    const here = `${path}/${field}`;
    const required = Object.hasOwn(shape.required, field);
    const known = required || Object.hasOwn(shape.optional, field);
    const fieldShape = required ? shape.required[field] : shape.optional[field];
    let fitted: unknown = shape.open ? before : unrecognised;
    if (known) fitted = fit(before, fieldShape, here, what, warn);
    if (fitted === unrecognised) {
      if (required) return unrecognised;
      warn(`${what}: ${here} was removed, the protocol does not describe it.`);
    }
    if (fitted !== before) kept ??= fields.slice(0, at).map(name => [name, value[name]]);
    if (fitted !== unrecognised) kept?.push([field, fitted]);
  }
  return kept ? Object.fromEntries(kept) : value;
}
