/** Environment variable of a container, as a manifest has it. */
export interface EnvVar {
  name: string;
  value?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- fieldRef, secretKeyRef and others, read where they are resolved
  valueFrom?: Record<string, any>;
}

/** Adds what is not there yet; of two additions with one name the first counts. */
export function withMissing(env: EnvVar[] | undefined, added: EnvVar[]): EnvVar[] {
  const all = [...(env ?? [])];
  for (const one of added) if (!all.some(({ name }) => name === one.name)) all.push(one);
  return all;
}
