import type { Reply } from '../cluster.ts';
import type { WitnessRequest } from './request.ts';

/** An answer without what one run of a server cannot have in common with another. */
export function comparable({ status, body }: Reply, except?: WitnessRequest['except']) {
  const { message, ...rest } = body ?? {};
  // a quota's controller counts in the sandbox; the bare API server has none
  if (rest.kind === 'ResourceQuota') delete rest.status;
  const { causes = [] } = (rest.details ?? {}) as { causes?: { message?: string }[] };
  if (except === 'message') for (const cause of causes) delete cause.message;
  // of many causes, which are compared themselves, the message lists each in any order
  const said =
    causes.length > 1 ? String(message).replace(/ is invalid: \[.*/s, ' is invalid') : message;
  return {
    answered: status,
    ...(normalised(rest) as object),
    ...(except !== 'message' && { message: said }),
  };
}

function normalised(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map(item => normalised(item));
  if (typeof value !== 'object' || value === null) {
    const differs = /^(uid|resourceVersion|time|\w+Timestamp|clusterIP|serviceAccount(Name)?)$/;
    return differs.test(field) ? `<${field}>` : value;
  }
  const entries = Object.entries(value)
    .filter(([name]) => name !== 'clusterIPs' && !name.startsWith('serviceAccount'))
    // entries are ordered by their time, which is the same second or not
    .map(([name, inner]) => [name, name === 'managedFields' ? byManager(inner) : inner] as const)
    .map(([name, inner]) => [name, name === 'causes' ? byField(inner) : inner] as const)
    .map(([name, inner]) => [name, normalised(inner, name)]);
  return Object.fromEntries(entries.sort(([a], [b]) => String(a).localeCompare(String(b))));
}

const byManager = (entries: unknown) =>
  [...(entries as { manager: string; operation: string; subresource?: string }[])].sort((a, b) =>
    `${a.manager}/${a.operation}/${a.subresource}`.localeCompare(
      `${b.manager}/${b.operation}/${b.subresource}`,
    ),
  );

// the real server goes through managers, labels and schemas in any order
const byField = (causes: unknown) =>
  [...(causes as { field: string; message: string }[])].sort((a, b) =>
    `${a.field}/${a.message}`.localeCompare(`${b.field}/${b.message}`),
  );
