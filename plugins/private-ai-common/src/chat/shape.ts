/**
 * What a value on the wire may look like; `enforce.ts` holds values against it. `Value` is the type of what passes, which
 * exists for the compiler only ({@link Like}).
 */
export type Shape<Value = unknown> = { readonly like?: Value } & (
  | /** Any JSON value; `notNull` leaves out the whole null. */ { is: 'any'; notNull?: boolean }
  | { is: 'string' | 'boolean' | 'integer' }
  /** An object whose keys are its data: nothing in it is unknown. */
  | { is: 'open' }
  /** One fixed text: anything else is wrong rather than new. */
  | { is: 'exactly'; value: string }
  /** A set that later versions may extend: an unknown member is new rather than wrong. */
  | { is: 'oneOf'; values: readonly string[] }
  | { is: 'list'; of: Shape; min?: number }
  | { is: 'textOrList'; list: Shape }
  | Omit<ObjectShape, 'like'>
  /** Objects told apart by one text field. */
  | { is: 'union'; by: string; members: Readonly<Record<string, ObjectShape>> }
);

export interface ObjectShape<Value = unknown> {
  readonly like?: Value;
  is: 'object';
  required: Fields;
  optional: Fields;
  /** Keeps members that are not described (JSON Patch: RFC 6902, section 4). */
  open?: boolean;
}

export type Fields = Readonly<Record<string, Shape>>;
export type NoFields = Readonly<Record<never, Shape>>;

/** The type of a value that has a shape. */
export type Like<S> = S extends { readonly like?: infer Value } ? Value : never;

/** The type of an object with these fields. */
export type LikeFields<Required extends Fields, Optional extends Fields> = {
  [Name in keyof Required]: Like<Required[Name]>;
} & { [Name in keyof Optional]?: Like<Optional[Name]> };

type LikeUnion<By extends string, Members extends Readonly<Record<string, ObjectShape>>> = {
  [Name in keyof Members & string]: Record<By, Name> & Like<Members[Name]>;
}[keyof Members & string];

export const text: Shape<string> = { is: 'string' };
export const flag: Shape<boolean> = { is: 'boolean' };
export const integer: Shape<number> = { is: 'integer' };
export const anything: Shape = { is: 'any' };
export const something: Shape = { is: 'any', notNull: true };
export const openObject: Shape<Record<string, unknown>> = { is: 'open' };

export const exactly = <const Value extends string>(value: Value): Shape<Value> => ({
  is: 'exactly',
  value,
});
export const oneOf = <const Values extends readonly string[]>(
  ...values: Values
): Shape<Values[number]> => ({ is: 'oneOf', values });
export const list = <Value>(of: Shape<Value>, min?: number): Shape<Value[]> => ({
  is: 'list',
  of,
  min,
});
export const textOrList = <Value>(of: Shape<Value>): Shape<string | Value[]> => ({
  is: 'textOrList',
  list: list(of),
});
export const union = <By extends string, Members extends Readonly<Record<string, ObjectShape>>>(
  by: By,
  members: Members,
): Shape<LikeUnion<By, Members>> => ({ is: 'union', by, members });
export const object = <Required extends Fields, Optional extends Fields = NoFields>(
  required: Required,
  optional: Optional = {} as Optional,
): ObjectShape<LikeFields<Required, Optional>> => ({ is: 'object', required, optional });
