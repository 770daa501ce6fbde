import { pathSegment } from '../names.ts';
import type { KubernetesObject } from '../object.ts';
import { forbiddenField, invalidValue, required, type FieldProblem } from '../status.ts';
import { each, named, notMoreThanAll, numberOrPercentage, oneOf, type Fields } from './field.ts';
import { selectorProblems } from './labelSelector.ts';

export function budgetProblems({ spec = {} }: KubernetesObject): FieldProblem[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy = null } = spec;
  const shown = {
    MinAvailable: minAvailable,
    Selector: selector ?? null,
    MaxUnavailable: maxUnavailable,
    UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy,
  };
  return [
    ...(minAvailable !== undefined && maxUnavailable !== undefined
      ? [invalidValue('spec', shown, 'minAvailable and maxUnavailable cannot be both set')]
      : []),
    ...Object.entries({ minAvailable, maxUnavailable }).flatMap(([field, value]) => [
      ...numberOrPercentage(`spec.${field}`, value),
      ...notMoreThanAll(`spec.${field}`, value),
    ]),
    ...selectorProblems('spec.selector', selector),
  ];
}

interface Scaler {
  minReplicas?: number;
  maxReplicas?: number;
  scaleTargetRef?: { apiVersion?: string; kind?: string; name?: string };
  metrics?: Metric[];
  behavior?: Partial<Record<'scaleUp' | 'scaleDown', Rules>>;
}
interface Metric {
  type?: string;
  [source: string]: unknown;
}
interface Target {
  type?: string;
  averageUtilization?: number;
  averageValue?: string;
  value?: string;
}
interface Rules {
  selectPolicy?: string;
  stabilizationWindowSeconds?: number;
  policies?: { type?: string; value?: number; periodSeconds?: number }[];
}

export function scalerProblems({ spec = {} }: KubernetesObject): FieldProblem[] {
  const { minReplicas = 1, maxReplicas, metrics = [], behavior = {} } = spec as Scaler;
  const { apiVersion = '', kind = '', name = '' } = (spec as Scaler).scaleTargetRef ?? {};
  const most = (text: string) => invalidValue('spec.maxReplicas', maxReplicas, text);
  const toNone = metrics.some(({ type }) => type === 'Object' || type === 'External');
  return [
    ...(maxReplicas === 0 ? [required('spec.maxReplicas')] : []),
    ...(maxReplicas !== undefined && maxReplicas < 0
      ? [most('must be greater than or equal to 1')]
      : []),
    ...(maxReplicas !== undefined && maxReplicas < minReplicas
      ? [most('must be greater than or equal to `minReplicas`')]
      : []),
    ...(minReplicas === 0 && !toNone
      ? [
          forbiddenField(
            'spec.metrics',
            'must specify at least one Object or External metric to support scaling to zero replicas',
          ),
        ]
      : []),
    ...(minReplicas < 0
      ? [invalidValue('spec.minReplicas', minReplicas, 'must be greater than or equal to 0')]
      : []),
    ...segment('spec.scaleTargetRef.kind', kind),
    ...segment('spec.scaleTargetRef.name', name),
    ...(apiVersion
      ? []
      : [
          invalidValue(
            'spec.scaleTargetRef.apiVersion',
            apiVersion,
            'apiVersion must specify API group',
          ),
        ]),
    ...metrics.flatMap((metric, index) => metricProblems(`spec.metrics[${index}]`, metric)),
    ...Object.entries(behavior).flatMap(([way, rules]) =>
      behaviourProblems(`spec.behavior.${way}`, rules),
    ),
  ];
}

const segment = (field: string, text: string) =>
  text ? named(field, text, pathSegment) : [required(field)];

const sources: Record<string, string> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

function metricProblems(at: string, metric: Metric): FieldProblem[] {
  const { type = '' } = metric;
  const source = sources[type];
  if (!source) return oneOf(`${at}.type`, type, Object.keys(sources));
  const given = metric[source] as Fields | undefined;
  if (!given) {
    return [required(`${at}.${source}`, 'must populate information for the given metric source')];
  }
  return targetProblems(`${at}.${source}.target`, (given.target ?? {}) as Target, source);
}

function targetProblems(at: string, target: Target, source: string): FieldProblem[] {
  const { type = '', averageUtilization: share, averageValue, value } = target;
  const ofResource = source === 'resource' || source === 'containerResource';
  return [
    ...(type ? [] : [required(`${at}.type`, 'must specify a metric target type')]),
    ...(['Utilization', 'Value', 'AverageValue'].includes(type)
      ? []
      : [invalidValue(`${at}.type`, type, 'must be either Utilization, Value, or AverageValue')]),
    ...(share !== undefined && share < 1
      ? [invalidValue(`${at}.averageUtilization`, share, 'must be greater than 0')]
      : []),
    ...(ofResource && share === undefined && averageValue === undefined
      ? [
          required(
            `${at}.averageUtilization`,
            'must set either a target raw value or a target utilization',
          ),
        ]
      : []),
    ...(ofResource && share !== undefined && averageValue !== undefined
      ? [
          forbiddenField(
            `${at}.averageValue`,
            'may not set both a target raw value and a target utilization',
          ),
        ]
      : []),
    ...(source === 'pods' && averageValue === undefined
      ? [required(`${at}.averageValue`, 'must specify a positive target averageValue')]
      : []),
    ...((source === 'object' || source === 'external') &&
    averageValue === undefined &&
    value === undefined
      ? [
          required(
            `${at}.averageValue`,
            'must set either a target value for metric or a per-pod target',
          ),
        ]
      : []),
  ];
}

const longestWindow = 3600;
const longestPeriod = 1800;

function behaviourProblems(at: string, rules: Rules): FieldProblem[] {
  const { stabilizationWindowSeconds: seconds = 0, selectPolicy, policies } = rules;
  const window = `${at}.stabilizationWindowSeconds`;
  return [
    ...(seconds < 0
      ? [invalidValue(window, seconds, 'must be greater than or equal to zero')]
      : []),
    ...(seconds > longestWindow
      ? [invalidValue(window, seconds, `must be less than or equal to ${longestWindow}`)]
      : []),
    ...oneOf(`${at}.selectPolicy`, selectPolicy, ['Disabled', 'Max', 'Min']),
    ...each<NonNullable<Rules['policies']>[0]>(policies, (one, index) => {
      const { type, value = 0, periodSeconds = 0 } = one;
      const period = `${at}.policies[${index}].periodSeconds`;
      return [
        ...oneOf(`${at}.policies[${index}].type`, type, ['Percent', 'Pods']),
        ...(value > 0
          ? []
          : [invalidValue(`${at}.policies[${index}].value`, value, 'must be greater than zero')]),
        ...(periodSeconds > 0
          ? []
          : [invalidValue(period, periodSeconds, 'must be greater than zero')]),
        ...(periodSeconds > longestPeriod
          ? [invalidValue(period, periodSeconds, `must be less than or equal to ${longestPeriod}`)]
          : []),
      ];
    }),
  ];
}
