import { qualifiedName, labelValueRule, subdomainName } from '../names.ts';
import { duplicate, invalidValue, required, type FieldProblem } from '../status.ts';
import { containerProblems, securityProblems } from './container.ts';
import { each, named, oneOf, type Fields } from './field.ts';
import { selectorProblems } from './labelSelector.ts';
import { volumeProblems } from './volume.ts';

interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
  tolerationSeconds?: number;
}

/** A pod's spec, in a pod or in a template. */
export function podProblems(
  spec: Fields | undefined,
  at: string,
  restarts = ['Always', 'OnFailure', 'Never'],
): FieldProblem[] {
  const containers = (spec?.containers ?? []) as Fields[];
  if (!spec || containers.length === 0) return [required(`${at}.containers`)];
  const around = {
    volumes: ((spec.volumes ?? []) as { name: string }[]).map(({ name }) => name),
    grace: Number(spec.terminationGracePeriodSeconds ?? 30),
  };
  const taken = new Set(containers.map(({ name }) => name));
  return [
    ...volumeProblems(`${at}.volumes`, spec.volumes),
    ...each<Fields>(spec.initContainers, (one, index) => [
      ...containerProblems(`${at}.initContainers[${index}]`, one, around),
      ...(taken.has(one.name) ? [duplicate(`${at}.initContainers[${index}].name`, one.name)] : []),
    ]),
    ...containers.flatMap((one, index) => [
      ...containerProblems(`${at}.containers[${index}]`, one, around),
      ...(one.name && containers.findIndex(other => other.name === one.name) < index
        ? [duplicate(`${at}.containers[${index}].name`, one.name)]
        : []),
    ]),
    ...oneOf(`${at}.restartPolicy`, spec.restartPolicy, restarts),
    ...oneOf(`${at}.dnsPolicy`, spec.dnsPolicy, [
      'ClusterFirstWithHostNet',
      'ClusterFirst',
      'Default',
      'None',
    ]),
    ...(spec.serviceAccountName
      ? named(`${at}.serviceAccountName`, spec.serviceAccountName, subdomainName)
      : []),
    ...securityProblems(`${at}.securityContext`, spec.securityContext as Fields | undefined),
    ...each<Toleration>(spec.tolerations, (one, index) =>
      tolerationProblems(`${at}.tolerations[${index}]`, one),
    ),
    ...each<Fields>(spec.topologySpreadConstraints, (one, index) =>
      spreadProblems(`${at}.topologySpreadConstraints[${index}]`, one),
    ),
  ];
}

function tolerationProblems(at: string, one: Toleration): FieldProblem[] {
  const { key, operator, value, effect, tolerationSeconds } = one;
  const says = (text: string, shown: unknown) => [invalidValue(`${at}.operator`, shown, text)];
  return [
    ...(key ? named(`${at}.key`, key, qualifiedName) : []),
    ...(!key && operator !== 'Exists'
      ? says(
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
          operator ?? '',
        )
      : []),
    ...(tolerationSeconds !== undefined && effect !== 'NoExecute'
      ? [
          invalidValue(
            `${at}.effect`,
            effect ?? '',
            "effect must be 'NoExecute' when `tolerationSeconds` is set",
          ),
        ]
      : []),
    ...(operator === 'Exists' && value
      ? says("value must be empty when `operator` is 'Exists'", value)
      : []),
    ...(operator === undefined || operator === 'Equal'
      ? labelValueRule(value ?? '').flatMap(text => says(text, value))
      : oneOf(`${at}.operator`, operator, ['Equal', 'Exists'])),
    ...(effect
      ? oneOf(`${at}.effect`, effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
      : []),
  ];
}

function spreadProblems(at: string, one: Fields): FieldProblem[] {
  const { maxSkew, topologyKey, whenUnsatisfiable, minDomains, labelSelector } = one;
  return [
    ...(Number(maxSkew) > 0
      ? []
      : [invalidValue(`${at}.maxSkew`, maxSkew, 'must be greater than zero')]),
    ...(topologyKey ? [] : [required(`${at}.topologyKey`, 'can not be empty')]),
    ...(minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule'
      ? [
          invalidValue(
            `${at}.minDomains`,
            minDomains,
            `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${String(whenUnsatisfiable)}`,
          ),
        ]
      : []),
    ...selectorProblems(`${at}.labelSelector`, labelSelector),
  ];
}
