import { qualified, type Kind } from './kinds.ts';

/** A refusal in the API server's form. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string | undefined;
  readonly details?: Record<string, unknown>;

  constructor(
    code: number,
    reason: string | undefined,
    message: string,
    details?: Record<string, unknown>,
  ) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  body() {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason && { reason: this.reason }),
      ...(this.details && { details: this.details }),
      code: this.code,
    };
  }
}

const named = (kind: Kind, name: string) => ({
  name,
  ...(kind.group && { group: kind.group }),
  kind: kind.plural,
});

export const notFound = (kind: Kind, name: string) =>
  new StatusError(404, 'NotFound', `${qualified(kind)} "${name}" not found`, named(kind, name));

export const alreadyExists = (kind: Kind, name: string) =>
  new StatusError(
    409,
    'AlreadyExists',
    `${qualified(kind)} "${name}" already exists`,
    named(kind, name),
  );

export const staleWrite = (kind: Kind, name: string) =>
  new StatusError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualified(kind)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    named(kind, name),
  );

export const forbidden = (kind: Kind, name: string, why: string, causes?: unknown[]) =>
  new StatusError(403, 'Forbidden', `${qualified(kind)} "${name}" is forbidden: ${why}`, {
    ...named(kind, name),
    ...(causes && { causes }),
  });

export const badRequest = (message: string) => new StatusError(400, 'BadRequest', message);

export const noSuchResource = () =>
  new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});

export const methodNotAllowed = () =>
  new StatusError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );

/** What is wrong with a field, in the API server's words. */
export interface FieldProblem {
  reason: `FieldValue${'Required' | 'Invalid' | 'NotSupported' | 'TypeInvalid' | 'Forbidden' | 'Duplicate' | 'TooLong' | 'NotFound'}`;
  field: string;
  message: string;
}

export const required = (field: string, why = ''): FieldProblem => ({
  reason: 'FieldValueRequired',
  field,
  message: `Required value${why && `: ${why}`}`,
});

export const invalidValue = (field: string, value: unknown, why: string): FieldProblem => ({
  reason: 'FieldValueInvalid',
  field,
  message: `Invalid value: ${JSON.stringify(value ?? null)}: ${why}`,
});

export const forbiddenField = (field: string, why: string): FieldProblem => ({
  reason: 'FieldValueForbidden',
  field,
  message: `Forbidden: ${why}`,
});

export const duplicate = (field: string, value: unknown): FieldProblem => ({
  reason: 'FieldValueDuplicate',
  field,
  message: `Duplicate value: ${JSON.stringify(value)}`,
});

export const tooLong = (field: string, bytes: number): FieldProblem => ({
  reason: 'FieldValueTooLong',
  field,
  message: `Too long: may not be more than ${bytes} bytes`,
});

export const unsupported = (field: string, value: unknown, allowed: unknown[]): FieldProblem => ({
  reason: 'FieldValueNotSupported',
  field,
  message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${allowed.map(one => JSON.stringify(one)).join(', ')}`,
});

/** 422 with every problem at once. */
export function invalid(
  kind: Pick<Kind, 'kind' | 'group'>,
  name: string,
  problems: FieldProblem[],
): StatusError {
  const texts = problems.map(problem => `${problem.field}: ${problem.message}`);
  return new StatusError(
    422,
    'Invalid',
    `${kind.kind}${kind.group ? `.${kind.group}` : ''} "${name}" is invalid: ${texts.length > 1 ? `[${texts.join(', ')}]` : texts[0]}`,
    {
      ...(name && { name }),
      ...(kind.group && { group: kind.group }),
      kind: kind.kind,
      causes: problems.map(({ reason, message, field }) => ({ reason, message, field })),
    },
  );
}

/** The answer to a delete that took an object away at once. */
export const deleted = (kind: Kind, name: string, uid: string | undefined) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  details: { ...named(kind, name), uid },
});
