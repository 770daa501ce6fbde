import { qualifiedName } from '../names.ts';
import { canonical, quantity } from '../quantity.ts';
import { invalidValue, type FieldProblem } from '../status.ts';
import { named } from './field.ts';

export type Amounts = Record<string, string | number>;

const ofContainers = ['cpu', 'memory', 'ephemeral-storage'];
const counted = [
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const ofQuotas = [
  ...ofContainers,
  ...[...ofContainers, 'storage'].map(name => `requests.${name}`),
  ...ofContainers.map(name => `limits.${name}`),
  ...counted,
];
const standard = [...ofQuotas, 'storage'];
const huge = (name: string) =>
  name.startsWith('hugepages-') || name.startsWith('requests.hugepages-');

/** A name like `cpu` or `example.com/gpu`, where a container or a quota says how much. */
export function resourceName(
  field: string,
  name: string,
  where: 'containers' | 'quota' | 'any',
): FieldProblem[] {
  const wrong = named(field, name, qualifiedName);
  if (wrong.length || name.includes('/')) return wrong;
  const known = where === 'containers' ? ofContainers : where === 'quota' ? ofQuotas : standard;
  const says = (text: string) => [invalidValue(field, name, text)];
  return [
    ...(standard.includes(name) || huge(name)
      ? []
      : says('must be a standard resource type or fully qualified')),
    ...(known.includes(name) || huge(name) || where === 'any'
      ? []
      : says(`must be a standard resource for ${where}`)),
  ];
}

const whole = (name: string) => counted.includes(name) || isDevice(name);

/** A resource that cannot be shared: a device, or whatever another company names. */
export const isDevice = (name: string) =>
  name.includes('/') && !/^(requests\.|count\/)|kubernetes\.io\//.test(name);

/** An amount that is not negative, and whole where only whole ones make sense. */
export function amountProblems(field: string, name: string, given: unknown): FieldProblem[] {
  const amount = quantity(given) ?? 0;
  const says = (text: string) => [invalidValue(field, String(canonical(given)), text)];
  return [
    ...(amount < 0 ? says('must be greater than or equal to 0') : []),
    ...(whole(name) && !Number.isInteger(amount) ? says('must be an integer') : []),
  ];
}
