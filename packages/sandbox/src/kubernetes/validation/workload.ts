import { isDeepStrictEqual } from 'node:util';
import type { KubernetesObject } from '../object.ts';
import {
  forbiddenField,
  invalidValue,
  required,
  unsupported,
  type FieldProblem,
} from '../status.ts';
import { notMoreThanAll, notNegative, numberOrPercentage, type Fields } from './field.ts';
import { selectorProblems, selects } from './labelSelector.ts';
import { labelProblems } from './metadata.ts';
import { podProblems } from './pod.ts';

/** What makes pods of a template: its selector, its template, how many. */
export function workloadProblems(
  object: KubernetesObject,
  existing?: KubernetesObject,
): FieldProblem[] {
  const { selector, template, replicas, minReadySeconds } = object.spec ?? {};
  const labels: Record<string, string> | undefined = template?.metadata?.labels;
  const empty =
    !Object.keys(selector?.matchLabels ?? {}).length && !selector?.matchExpressions?.length;
  const emptyText = `empty selector is invalid for ${object.kind.toLowerCase()}`;
  return [
    ...(!selector
      ? [required('spec.selector')]
      : empty
        ? [invalidValue('spec.selector', selector, emptyText)]
        : selectorProblems('spec.selector', selector)),
    ...(!selector || !selects(selector, labels)
      ? [
          invalidValue(
            'spec.template.metadata.labels',
            labels,
            '`selector` does not match template `labels`',
          ),
        ]
      : []),
    ...labelProblems('spec.template.labels', labels),
    ...podProblems(template?.spec, 'spec.template.spec', ['Always']),
    ...notNegative('spec.replicas', replicas),
    ...notNegative('spec.minReadySeconds', minReadySeconds),
    ...(existing && selector && !isDeepStrictEqual(existing.spec.selector, selector)
      ? [invalidValue('spec.selector', selector, 'field is immutable')]
      : []),
  ];
}

export function deploymentProblems(
  object: KubernetesObject,
  existing?: KubernetesObject,
): FieldProblem[] {
  const { strategy, progressDeadlineSeconds, minReadySeconds = 0 } = object.spec ?? {};
  return [
    ...workloadProblems(object, existing),
    ...strategyProblems(strategy ?? {}),
    ...notNegative('spec.progressDeadlineSeconds', progressDeadlineSeconds),
    ...(progressDeadlineSeconds <= minReadySeconds
      ? [
          invalidValue(
            'spec.progressDeadlineSeconds',
            progressDeadlineSeconds,
            'must be greater than minReadySeconds',
          ),
        ]
      : []),
  ];
}

function strategyProblems({ type, rollingUpdate }: Fields): FieldProblem[] {
  const at = 'spec.strategy.rollingUpdate';
  if (type === 'Recreate') {
    const text = "may not be specified when strategy `type` is 'Recreate'";
    return rollingUpdate ? [forbiddenField(at, text)] : [];
  }
  if (type !== 'RollingUpdate') {
    const shown = { Type: type, RollingUpdate: rollingUpdate ?? null };
    return [unsupported('spec.strategy', shown, ['Recreate', 'RollingUpdate'])];
  }
  const { maxUnavailable, maxSurge } = (rollingUpdate ?? {}) as Fields;
  const none = (value: unknown) => parseInt(String(value), 10) === 0;
  return [
    ...numberOrPercentage(`${at}.maxUnavailable`, maxUnavailable),
    ...numberOrPercentage(`${at}.maxSurge`, maxSurge),
    ...(none(maxUnavailable) && none(maxSurge)
      ? [invalidValue(`${at}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...notMoreThanAll(`${at}.maxUnavailable`, maxUnavailable),
  ];
}
