/**
 * A custom resource's schema, as far as an API server acts on it: what it refuses, fills in, drops, and merges.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
 */
export interface Schema {
  type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  fields?: Record<string, Schema>;
  required?: string[];
  /** Of a map's values. */
  values?: Schema;
  items?: Schema;
  /** What tells a list's items apart; without it a list is one value. */
  keys?: string[];
  /** A map that is owned and replaced as one value. */
  atomic?: boolean;
  /** A number or a text. */
  either?: boolean;
  /** Fields that are not declared stay. */
  open?: boolean;
  allowed?: string[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  minItems?: number;
  default?: unknown;
  /** A type of Kubernetes' core group, whose own schema holds. */
  core?: string;
}

export const text = (more: Schema = {}): Schema => ({ type: 'string', ...more });
export const number = (more: Schema = {}): Schema => ({ type: 'integer', ...more });
export const flag: Schema = { type: 'boolean' };
export const choice = (...allowed: string[]): Schema => ({ type: 'string', allowed });
export const list = (items: Schema, more: Schema = {}): Schema => ({
  type: 'array',
  items,
  ...more,
});
export const map = (values: Schema, more: Schema = {}): Schema => ({
  type: 'object',
  values,
  ...more,
});
export const either = (more: Schema = {}): Schema => ({ either: true, ...more });
export const anything: Schema = { type: 'object', open: true };
export const core = (name: string): Schema => ({ type: 'object', core: name });

/** An object with these fields, of which those named after it must be there. */
export const struct = (
  fields: Record<string, Schema>,
  required: string[] = [],
  more: Schema = {},
): Schema => ({ type: 'object', fields, required, ...more });
