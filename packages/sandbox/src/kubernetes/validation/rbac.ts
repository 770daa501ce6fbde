import { isDeepStrictEqual } from 'node:util';
import { subdomainName } from '../names.ts';
import type { KubernetesObject } from '../object.ts';
import { invalidValue, required, type FieldProblem } from '../status.ts';
import { each, named, oneOf } from './field.ts';

const group = 'rbac.authorization.k8s.io';

/** What a Role or ClusterRole lets one do. */
export interface PolicyRule {
  verbs?: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
}
interface Subject {
  kind?: string;
  name?: string;
  namespace?: string;
  apiGroup?: string;
}

export function roleProblems({ kind, rules, aggregationRule }: KubernetesObject): FieldProblem[] {
  const selectors = 'aggregationRule.clusterRoleSelectors';
  return [
    ...each<PolicyRule>(rules, (rule, index) => ruleProblems(rule, `rules[${index}]`, kind)),
    ...(aggregationRule && !aggregationRule.clusterRoleSelectors?.length
      ? [
          required(
            selectors,
            'at least one clusterRoleSelector required if aggregationRule is non-nil',
          ),
        ]
      : []),
  ];
}

function ruleProblems(rule: PolicyRule, at: string, kind: string): FieldProblem[] {
  const { verbs = [], apiGroups = [], resources = [], nonResourceURLs: paths = [] } = rule;
  const noVerbs = verbs.length ? [] : [required(`${at}.verbs`)];
  const says = (text: string) => [...noVerbs, invalidValue(`${at}.nonResourceURLs`, paths, text)];
  if (paths.length && kind === 'Role') {
    return says('namespaced rules cannot apply to non-resource URLs');
  }
  if (paths.length && (apiGroups.length || resources.length || rule.resourceNames?.length)) {
    return says('rules cannot apply to both regular resources and non-resource URLs');
  }
  if (paths.length) return noVerbs;
  return [
    ...noVerbs,
    ...(apiGroups.length
      ? []
      : [required(`${at}.apiGroups`, 'resource rules must supply at least one api group')]),
    ...(resources.length
      ? []
      : [required(`${at}.resources`, 'resource rules must supply at least one resource')]),
  ];
}

export function bindingProblems(
  object: KubernetesObject,
  existing?: KubernetesObject,
): FieldProblem[] {
  const { apiGroup = '', kind = '', name = '' } = object.roleRef ?? {};
  const kinds = object.kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const changed = existing && !isDeepStrictEqual(existing.roleRef, object.roleRef);
  return [
    ...oneOf('roleRef.apiGroup', apiGroup || undefined, [group]),
    ...oneOf('roleRef.kind', kind, kinds),
    ...(name ? [] : [required('roleRef.name')]),
    ...each<Subject>(object.subjects, (subject, index) =>
      subjectProblems(subject, `subjects[${index}]`, object.kind),
    ),
    ...(changed
      ? [
          invalidValue(
            'roleRef',
            { APIGroup: apiGroup, Kind: kind, Name: name },
            'field is immutable',
          ),
        ]
      : []),
  ];
}

function subjectProblems(subject: Subject, at: string, binding: string): FieldProblem[] {
  const { kind = '', name = '', namespace, apiGroup } = subject;
  const noName = name ? [] : [required(`${at}.name`)];
  if (kind === 'ServiceAccount') {
    return [
      ...noName,
      ...(name ? named(`${at}.name`, name, subdomainName) : []),
      // a RoleBinding takes its own for granted
      ...(namespace || binding === 'RoleBinding' ? [] : [required(`${at}.namespace`)]),
      ...(apiGroup ? oneOf(`${at}.apiGroup`, apiGroup, ['']) : []),
    ];
  }
  if (kind === 'User' || kind === 'Group') {
    return [...noName, ...oneOf(`${at}.apiGroup`, apiGroup, [group])];
  }
  return [...noName, ...oneOf(`${at}.kind`, kind, ['ServiceAccount', 'User', 'Group'])];
}
