interface NamingRule {
  /** What the pattern may hold in braces. */
  placeholders: readonly string[];
  /** One of these must be there, so that two applications never share a name. */
  distinct?: readonly string[];
  /** What Azure or Kubernetes takes. */
  valid: RegExp;
  /** The same for a person. */
  rule: string;
}

/** What each pattern of `naming` may hold, and what the name made of it must look like. */
export const namingRules = {
  resourceGroup: {
    placeholders: ['app'],
    valid: /^[\w().-]{0,89}[\w()-]$/,
    rule: '1 to 90 letters, digits, _ ( ) . -, not ending in a dot',
  },
  identity: {
    placeholders: ['app'],
    distinct: ['app'],
    valid: /^[a-zA-Z0-9][\w-]{2,127}$/,
    rule: '3 to 128 letters, digits, _ -, beginning with a letter or digit',
  },
  foundryAccount: {
    placeholders: ['app'],
    distinct: ['app'],
    valid: /^[a-zA-Z0-9][\w.-]{1,63}$/,
    rule: '2 to 64 letters, digits, _ . -, beginning with a letter or digit',
  },
  // The subdomain becomes part of three host names: stricter than the account's own name.
  foundrySubdomain: {
    placeholders: ['app', 'hash'],
    distinct: ['app', 'hash'],
    valid: /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/,
    rule: '2 to 63 lower-case letters, digits and dashes, not beginning or ending with a dash',
  },
  foundryProject: {
    placeholders: ['app'],
    valid: /^[a-zA-Z0-9][\w.-]{1,63}$/,
    rule: '2 to 64 letters, digits, _ . -, beginning with a letter or digit',
  },
  modelDeployment: {
    placeholders: ['app', 'model', 'version', 'sku'],
    valid: /^[a-zA-Z0-9][\w.-]{1,63}$/,
    rule: '2 to 64 letters, digits, _ . -, beginning with a letter or digit',
  },
  privateEndpoint: {
    placeholders: ['app'],
    distinct: ['app'],
    valid: /^[a-zA-Z0-9][\w.-]{0,62}\w$/,
    rule: '2 to 64 letters, digits, _ . -, ending in a letter, digit or _',
  },
  connector: {
    placeholders: ['app'],
    distinct: ['app'],
    valid: /^[a-z0-9_]{1,60}$/,
    rule: '1 to 60 lower-case letters, digits and underscores',
  },
  namespace: {
    placeholders: ['app'],
    distinct: ['app'],
    valid: /^(?!kube-|default$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    rule: 'a DNS label of 1 to 63 lower-case letters, digits and dashes, none of the cluster’s own',
  },
} satisfies Record<string, NamingRule>;

/** What `naming` has a pattern for. */
export type NamedType = keyof typeof namingRules;

/** The pattern with its placeholders filled in. */
export function fillPattern(pattern: string, values: Record<string, string>): string {
  return pattern.replace(/\{(\w+)\}/g, (placeholder, name) => values[name] ?? placeholder);
}

/** What is wrong with a pattern, or undefined. */
export function patternProblem(type: NamedType, pattern: string): string | undefined {
  const { placeholders, distinct, valid, rule }: NamingRule = namingRules[type];
  const found = [...pattern.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  const known = placeholders.map(name => `{${name}}`).join(', ');
  const unknown = found.find(name => !placeholders.includes(name));
  if (unknown !== undefined) return `{${unknown}} is no placeholder here; known: ${known}`;
  if (distinct && !distinct.some(name => found.includes(name)))
    return `it needs ${distinct.map(name => `{${name}}`).join(' or ')}, else two applications would share one name`;
  const longest = {
    app: 'a'.repeat(24),
    hash: '0'.repeat(8),
    model: 'gpt-4.1-mini',
    version: '2025-04-14',
    sku: 'datazonestandard',
  };
  const name = fillPattern(type === 'connector' ? pattern.replaceAll('-', '_') : pattern, longest);
  return valid.test(name)
    ? undefined
    : `with a name of 24 letters it gives "${name}"; Azure takes ${rule}`;
}
