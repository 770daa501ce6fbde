import { isDeepStrictEqual } from 'node:util';
import { configKey } from '../names.ts';
import type { KubernetesObject } from '../object.ts';
import { forbiddenField, invalidValue, required, tooLong, type FieldProblem } from '../status.ts';
import { named } from './field.ts';

type Texts = Record<string, string>;

const most = 1024 * 1024;
const keys = (field: string, data: Texts) =>
  Object.keys(data).flatMap(key => named(`${field}[${key}]`, key, configKey));
const decoded = (text: string) => Buffer.from(text, 'base64');

/** What may never change once it is `immutable`. */
function frozen(
  object: KubernetesObject,
  existing: KubernetesObject | undefined,
  fields: string[],
) {
  if (!existing?.immutable) return [];
  return ['immutable', ...fields]
    .filter(field => !isDeepStrictEqual(object[field], existing[field]))
    .map(field => forbiddenField(field, 'field is immutable when `immutable` is set'));
}

export function configMapProblems(
  object: KubernetesObject,
  existing?: KubernetesObject,
): FieldProblem[] {
  const data: Texts = object.data ?? {};
  const binaryData: Texts = object.binaryData ?? {};
  const size =
    Object.values(data).reduce((sum, text) => sum + Buffer.byteLength(text), 0) +
    Object.values(binaryData).reduce((sum, text) => sum + decoded(text).length, 0);
  return [
    ...keys('data', data),
    ...Object.keys(data)
      .filter(key => key in binaryData)
      .map(key => invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData')),
    ...keys('binaryData', binaryData),
    ...(size > most ? [tooLong('[]', most)] : []),
    ...frozen(object, existing, ['data', 'binaryData']),
  ];
}

/** The keys that a Secret's type asks for: all of them, or one of them. */
const typed: Record<string, { all?: string[]; any?: string[] }> = {
  'kubernetes.io/dockercfg': { all: ['.dockercfg'] },
  'kubernetes.io/dockerconfigjson': { all: ['.dockerconfigjson'] },
  'kubernetes.io/basic-auth': { any: ['username', 'password'] },
  'kubernetes.io/ssh-auth': { all: ['ssh-privatekey'] },
  'kubernetes.io/tls': { all: ['tls.crt', 'tls.key'] },
};
const accountName = 'kubernetes.io/service-account.name';

export function secretProblems(
  object: KubernetesObject,
  existing?: KubernetesObject,
): FieldProblem[] {
  const data: Texts = object.data ?? {};
  const { all = [], any = [] } = typed[object.type] ?? {};
  const size = Object.values(data).reduce((sum, text) => sum + decoded(text).length, 0);
  const missing = [
    ...all.filter(key => data[key] === undefined),
    ...(any.some(key => data[key] !== undefined) ? [] : any),
  ];
  return [
    ...keys('data', data),
    ...(size > most ? [tooLong('data', most)] : []),
    ...missing.map(key => required(`data[${key}]`)),
    ...all.filter(key => key.startsWith('.docker') && data[key]).flatMap(key => notJson(key, data)),
    ...(object.type === 'kubernetes.io/service-account-token' &&
    !object.metadata.annotations?.[accountName]
      ? [required(`metadata.annotations[${accountName}]`)]
      : []),
    ...(existing && existing.type !== object.type
      ? [invalidValue('type', object.type, 'field is immutable')]
      : []),
    ...frozen(object, existing, ['data']),
  ];
}

function notJson(key: string, data: Texts): FieldProblem[] {
  const text = decoded(data[key]).toString('utf8');
  try {
    JSON.parse(text);
    return [];
  } catch {
    const said = `invalid character '${text[0]}' looking for beginning of value`;
    return [invalidValue(`data[${key}]`, '<secret contents redacted>', said)];
  }
}
