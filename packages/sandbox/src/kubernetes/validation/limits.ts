import { qualifiedName } from '../names.ts';
import type { KubernetesObject } from '../object.ts';
import { canonical, quantity } from '../quantity.ts';
import { duplicate, forbiddenField, invalidValue, required, type FieldProblem } from '../status.ts';
import { each, named } from './field.ts';
import { amountProblems, resourceName, type Amounts } from './resourceNames.ts';

/** The scopes of a quota, and whether they take anything but a count of pods. */
const scopes: Record<string, 'pods' | 'compute' | 'all'> = {
  Terminating: 'compute',
  NotTerminating: 'compute',
  BestEffort: 'pods',
  NotBestEffort: 'compute',
  PriorityClass: 'all',
  CrossNamespacePodAffinity: 'compute',
  VolumeAttributesClass: 'all',
};
const compute =
  /^(pods|count\/pods|(requests\.|limits\.)?(cpu|memory|ephemeral-storage)|requests\..*)$/;
const takes = (scope: string, resource: string) =>
  scopes[scope] === 'all' ||
  (scopes[scope] === 'pods' ? /^(count\/)?pods$/.test(resource) : compute.test(resource));

export function quotaProblems({ spec }: KubernetesObject): FieldProblem[] {
  const hard: Amounts = spec?.hard ?? {};
  const chosen: string[] = spec?.scopes ?? [];
  const says = (text: string) => invalidValue('spec.scopes', chosen, text);
  const both = (a: string, b: string) => chosen.includes(a) && chosen.includes(b);
  return [
    ...Object.entries(hard).flatMap(([name, amount]) => [
      ...resourceName(`spec.hard[${name}]`, name, 'quota'),
      ...amountProblems(`spec.hard[${name}]`, name, amount),
    ]),
    ...chosen.flatMap(scope => {
      if (!(scope in scopes)) return [says('unsupported scope')];
      return Object.keys(hard).every(name => takes(scope, name))
        ? []
        : [says('unsupported scope applied to resource')];
    }),
    ...(both('BestEffort', 'NotBestEffort') || both('Terminating', 'NotTerminating')
      ? [says('conflicting scopes')]
      : []),
  ];
}

interface Limit extends Record<'max' | 'min' | 'default' | 'defaultRequest', Amounts | undefined> {
  type?: string;
  maxLimitRequestRatio?: Amounts;
}

export function limitRangeProblems({ spec }: KubernetesObject): FieldProblem[] {
  const types = new Set<string>();
  return each<Limit>(spec?.limits, (limit, index) => {
    const at = `spec.limits[${index}]`;
    const { type = '' } = limit;
    const again = types.has(type);
    types.add(type);
    return [
      ...named(`${at}.type`, type, qualifiedName),
      ...(again ? [duplicate(`${at}.type`, type)] : []),
      ...limitProblems(limit, at),
    ];
  });
}

function limitProblems(limit: Limit, at: string): FieldProblem[] {
  const { type = '', max, min, maxLimitRequestRatio: ratios = {} } = limit;
  const forPods = type === 'Pod';
  const forbidden = forPods
    ? (['default', 'defaultRequest'] as const)
        .filter(field => Object.keys(limit[field] ?? {}).length)
        .map(field => forbiddenField(`${at}.${field}`, "may not be specified when `type` is 'Pod'"))
    : [];
  const fields = ['max', 'min', ...(forPods ? [] : ['default', 'defaultRequest'])];
  const names = (field: string) => Object.keys(limit[field as keyof Limit] ?? {});
  const where = type === 'Container' ? 'containers' : 'any';
  const all = new Set([...fields, 'maxLimitRequestRatio'].flatMap(names));
  return [
    ...forbidden,
    ...[...fields, 'maxLimitRequestRatio'].flatMap(field =>
      names(field).flatMap(name => resourceName(`${at}.${field}[${name}]`, name, where)),
    ),
    ...(type === 'PersistentVolumeClaim' && !max?.storage && !min?.storage
      ? [
          required(
            `${at}.limits`,
            'either minimum or maximum storage value is required, but neither was provided',
          ),
        ]
      : []),
    ...[...all].flatMap(name => relations(limit, at, name, forPods)),
    ...Object.entries(ratios).flatMap(([name, ratio]) => ratioProblems(limit, at, name, ratio)),
  ];
}

/** min ≤ request ≤ limit ≤ max, each with each. */
function relations(limit: Limit, at: string, name: string, forPods: boolean): FieldProblem[] {
  const of = (field: 'max' | 'min' | 'default' | 'defaultRequest') =>
    forPods && field.startsWith('default') ? undefined : limit[field]?.[name];
  const [max, min, most, asked] = [of('max'), of('min'), of('default'), of('defaultRequest')];
  const above = (low: unknown, high: unknown, field: string, shown: unknown, text: string) =>
    low !== undefined && high !== undefined && (quantity(low) ?? 0) > (quantity(high) ?? 0)
      ? [
          invalidValue(
            `${at}.${field}[${name}]`,
            canonical(shown),
            text.replace('%', String(canonical(low))).replace('%', String(canonical(high))),
          ),
        ]
      : [];
  return [
    ...above(min, max, 'min', min, 'min value % is greater than max value %'),
    ...above(
      min,
      asked,
      'defaultRequest',
      asked,
      'min value % is greater than default request value %',
    ),
    ...above(
      asked,
      max,
      'defaultRequest',
      asked,
      'default request value % is greater than max value %',
    ),
    ...above(
      asked,
      most,
      'defaultRequest',
      asked,
      'default request value % is greater than default limit value %',
    ),
    // the value that these two show is the minimum's and the maximum's
    ...above(min, most, 'default', min, 'min value % is greater than default value %'),
    ...above(most, max, 'default', max, 'default value % is greater than max value %'),
  ];
}

function ratioProblems({ max, min }: Limit, at: string, name: string, given: unknown) {
  const field = `${at}.maxLimitRequestRatio[${name}]`;
  const ratio = quantity(given) ?? 0;
  const shown = canonical(given);
  const widest =
    max?.[name] !== undefined && min?.[name] !== undefined
      ? (quantity(max[name]) ?? 0) / (quantity(min[name]) ?? 1)
      : undefined;
  return [
    ...(ratio < 1 ? [invalidValue(field, shown, `ratio ${shown} is less than 1`)] : []),
    ...(widest !== undefined && ratio > widest
      ? [
          invalidValue(
            field,
            shown,
            `ratio ${shown} is greater than max/min = ${widest.toFixed(6)}`,
          ),
        ]
      : []),
  ];
}
