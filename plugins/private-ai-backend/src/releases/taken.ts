/** What of a value is not taken, as its path and, where that says too little, why; undefined where all of it is. */
export type Taken = (value: unknown, path: string) => string | undefined;

export const anything: Taken = () => undefined;

/** An object of these fields and no others. YAML's null is a field that is left out. */
export const fields =
  (taken: Record<string, Taken>): Taken =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return `${path}: it has to be an object`;
    for (const [name, one] of Object.entries(value)) {
      if (one === null) continue;
      const at = path ? `${path}.${name}` : name;
      const problem = Object.hasOwn(taken, name) ? taken[name](one, at) : at;
      if (problem) return problem;
    }
    return undefined;
  };

/** Fields of which each may be anything. */
export const any = (...names: string[]): Record<string, Taken> =>
  Object.fromEntries(names.map(name => [name, anything]));

export const each =
  (taken: Taken): Taken =>
  (value, path) => {
    if (!Array.isArray(value)) return `${path}: it has to be a list`;
    for (const [index, one] of value.entries()) {
      const problem = taken(one, `${path}[${index}]`);
      if (problem) return problem;
    }
    return undefined;
  };

/** All of these, the first that speaks against it said. */
export const both =
  (...all: Taken[]): Taken =>
  (value, path) => {
    for (const taken of all) {
      const problem = taken(value, path);
      if (problem) return problem;
    }
    return undefined;
  };

/** Nothing, for a reason. */
export const not =
  (why: string): Taken =>
  (_, path) =>
    `${path}: ${why}`;

export const atMost =
  (most: number, why: string): Taken =>
  (value, path) =>
    typeof value === 'number' && value >= 0 && value <= most
      ? undefined
      : `${path} ${value}: ${why}`;

export const oneOf =
  (values: readonly unknown[], why: string): Taken =>
  (value, path) =>
    values.includes(value) ? undefined : `${path} ${value}: ${why}`;
