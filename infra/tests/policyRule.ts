/** A write as Azure Policy judges it: what it is called with what it lies in, its type, and its aliases. */
export interface Written {
  /** With the names of what it lies in before it, as `fullName` has them. */
  fullName: string;
  type: string;
  /** By alias, e.g. `Microsoft.X/things/size`. */
  fields: Record<string, unknown>;
}

type Condition = Record<string, unknown>;
const listed = (value: unknown) => value as Condition[];

/**
 * Whether a rule's `if` holds of a write; no more of the language than the rules of infra/modules/guardrails are written in. Texts are
 * compared without their case, as Azure does. https://learn.microsoft.com/azure/governance/policy/concepts/definition-structure-policy-rule
 * @throws Error for what it does not know
 */
export function holds(condition: Condition, written: Written): boolean {
  const { allOf, anyOf, not, field, value, ...operators } = condition;
  if (allOf) return listed(allOf).every(one => holds(one, written));
  if (anyOf) return listed(anyOf).some(one => holds(one, written));
  if (not) return !holds(not as Condition, written);
  const [[operator, wanted]] = Object.entries(operators);
  const found = String(
    field === undefined ? evaluated(String(value), written) : of(field, written),
  );
  const same = (one: unknown) => found.toLowerCase() === String(one).toLowerCase();
  switch (operator) {
    case 'equals':
      return same(wanted);
    case 'notEquals':
      return !same(wanted);
    case 'notIn':
      return !(wanted as unknown[]).some(same);
    case 'like':
      return like(found, String(wanted));
    default:
      throw new Error(`A policy's condition ${operator} is not known here.`);
  }
}

function of(field: unknown, { type, fields }: Written): unknown {
  return field === 'type' ? type : fields[String(field)];
}

function evaluated(expression: string, { fullName }: Written): string {
  if (expression === "[first(split(field('fullName'), '/'))]") return fullName.split('/')[0];
  throw new Error(`The expression ${expression} is not known here.`);
}

function like(text: string, pattern: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  if (parts.length > 2) throw new Error(`${pattern}: Azure Policy takes one * in a text.`);
  const [before, after] = parts;
  const lower = text.toLowerCase();
  if (after === undefined) return lower === before;
  return (
    lower.length >= before.length + after.length &&
    lower.startsWith(before) &&
    lower.endsWith(after)
  );
}
