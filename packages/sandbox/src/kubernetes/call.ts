import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writer } from './apply.ts';
import type { FieldValidation } from './body.ts';
import { apiVersion, type ApiPath } from './kinds.ts';
import { parseProtobuf } from './protobuf.ts';
import type { User } from './rbac/attributes.ts';
import { invalid, StatusError, unsupported } from './status.ts';

/** One request to the API, taken apart. */
export interface Call {
  method: string;
  path: ApiPath;
  query: URLSearchParams;
  request: IncomingMessage;
  response: ServerResponse;
  /** Who asks. */
  user: User;
}

/** What is sent back; a handler that streams has sent it itself and returns nothing. */
export interface Answer {
  status: number;
  body: unknown;
  warnings?: string[];
}

const largestBody = 3 * 1024 * 1024;

/** The body; what is protobuf as JSON. @throws StatusError 413, 415 */
export async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > largestBody) {
      throw new StatusError(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: limit is ${largestBody}`,
      );
    }
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  return isProtobuf(request) && body.length
    ? JSON.stringify(parseProtobuf(body))
    : body.toString('utf8');
}

const isProtobuf = ({ headers }: IncomingMessage) =>
  headers['content-type'] === 'application/vnd.kubernetes.protobuf';

/** Of the text that {@link textOf} gives. */
export const contentType = ({ request }: Call) =>
  isProtobuf(request) ? 'application/json' : String(request.headers['content-type'] ?? '');

export const isApply = (call: Call) =>
  call.method === 'PATCH' && /^application\/apply-patch\+(yaml|json)/.test(contentType(call));

/** Who writes: the field manager that is named, else the client's name. @throws StatusError 422 */
export function writerOf(call: Call): Writer {
  const { path, query, request } = call;
  const agent = String(request.headers['user-agent'] ?? 'unknown').split('/')[0];
  const named = query.get('fieldManager');
  if (isApply(call) && !named) {
    throw invalid({ kind: 'PatchOptions', group: 'meta.k8s.io' }, '', [
      {
        reason: 'FieldValueRequired',
        field: 'fieldManager',
        message: 'Required value: is required for apply patch',
      },
    ]);
  }
  return {
    manager: named || agent,
    apiVersion: apiVersion(path.kind),
    ...(path.subresource === 'status' && { subresource: 'status' }),
    ...(path.subresource === 'scale' && { subresource: 'scale' }),
  };
}

/** @throws StatusError 422 for anything but `All` */
export function isDryRun({ query }: Call): boolean {
  const asked = query.getAll('dryRun').filter(Boolean);
  const other = asked.find(one => one !== 'All');
  if (other) {
    throw invalid({ kind: 'PatchOptions', group: 'meta.k8s.io' }, '', [
      unsupported('dryRun', other, ['All']),
    ]);
  }
  return asked.length > 0;
}

export const fieldValidation = ({ query }: Call) =>
  (query.get('fieldValidation') || 'Warn') as FieldValidation;
