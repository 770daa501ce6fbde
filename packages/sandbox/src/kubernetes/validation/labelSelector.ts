import { labelValueRule, qualifiedName } from '../names.ts';
import { isObject } from '../place.ts';
import { forbiddenField, invalidValue, required, type FieldProblem } from '../status.ts';
import { each, named } from './field.ts';
import { labelProblems } from './metadata.ts';

export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

export function selectorProblems(field: string, selector: unknown): FieldProblem[] {
  if (!isObject(selector)) return [];
  const { matchLabels, matchExpressions } = selector as LabelSelector;
  return [
    ...labelProblems(`${field}.matchLabels`, matchLabels),
    ...each<NonNullable<LabelSelector['matchExpressions']>[0]>(matchExpressions, (one, index) => {
      const at = `${field}.matchExpressions[${index}]`;
      return [
        ...operatorProblems(at, one),
        ...named(`${at}.key`, one.key, qualifiedName),
        ...each<string>(one.values, (value, position) =>
          named(`${at}.values[${position}]`, value, labelValueRule),
        ),
      ];
    }),
  ];
}

function operatorProblems(
  at: string,
  { operator, values = [] }: { operator: string; values?: string[] },
): FieldProblem[] {
  const among = "must be specified when `operator` is 'In' or 'NotIn'";
  const alone = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
  if (operator === 'In' || operator === 'NotIn') {
    return values.length ? [] : [required(`${at}.values`, among)];
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    return values.length ? [forbiddenField(`${at}.values`, alone)] : [];
  }
  return [invalidValue(`${at}.operator`, operator, 'not a valid selector operator')];
}

/** Whether labels are those that a selector means. */
export function selects(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Record<string, string> = {},
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator === 'Exists') return key in labels;
      if (operator === 'DoesNotExist') return !(key in labels);
      return (key in labels && values.includes(labels[key])) === (operator === 'In');
    })
  );
}
