/** What a value on the wire may look like; `enforce.ts` holds values against it. */
export type Shape =
  /** Any JSON value; `notNull` leaves out the whole null. */
  | { is: 'any'; notNull?: boolean }
  | { is: 'string' | 'boolean' | 'integer' }
  /** An object whose keys are its data: nothing in it is unknown. */
  | { is: 'open' }
  /** One fixed text: anything else is wrong rather than new. */
  | { is: 'exactly'; value: string }
  /** A set that later versions may extend: an unknown member is new rather than wrong. */
  | { is: 'oneOf'; values: readonly string[] }
  | { is: 'list'; of: Shape; min?: number }
  | { is: 'textOrList'; list: Shape }
  | ObjectShape
  /** Objects told apart by one text field. */
  | { is: 'union'; by: string; members: Readonly<Record<string, ObjectShape>> };

export interface ObjectShape {
  is: 'object';
  required: Readonly<Record<string, Shape>>;
  optional: Readonly<Record<string, Shape>>;
  /** Keeps members that are not described (JSON Patch: RFC 6902, section 4). */
  open?: boolean;
}

export const text: Shape = { is: 'string' };
export const flag: Shape = { is: 'boolean' };
export const integer: Shape = { is: 'integer' };
export const anything: Shape = { is: 'any' };
export const something: Shape = { is: 'any', notNull: true };
export const openObject: Shape = { is: 'open' };

export const exactly = (value: string): Shape => ({ is: 'exactly', value });
export const oneOf = (...values: string[]): Shape => ({ is: 'oneOf', values });
export const list = (of: Shape, min?: number): Shape => ({ is: 'list', of, min });
export const union = (by: string, members: Record<string, ObjectShape>): Shape => ({
  is: 'union',
  by,
  members,
});
export const object = (
  required: Record<string, Shape>,
  optional: Record<string, Shape> = {},
): ObjectShape => ({ is: 'object', required, optional });
