import type { Resource } from './resource';

/**
 * Dependencies before what depends on them.
 * @throws for a graph that cannot be put in order
 */
export function ordered(resources: readonly Resource[]): Resource[] {
  const byId = new Map(resources.map(resource => [resource.id, resource]));
  const result = new Set<Resource>();
  const visit = (id: string, above: string[]) => {
    const resource = byId.get(id);
    if (!resource) {
      const known = [...byId.keys()].join(', ');
      throw new Error(`${above.at(-1)} depends on ${id}, which is not among ${known}.`);
    }
    if (above.includes(id)) throw new Error(`Depend on each other: ${[...above, id].join(' → ')}.`);
    if (result.has(resource)) return;
    for (const next of resource.dependsOn) visit(next, [...above, id]);
    result.add(resource);
  };
  byId.forEach((_, id) => visit(id, []));
  return [...result];
}

/**
 * Works on each resource as soon as the work on all that it depends on has ended well; backwards: on all that depends on
 * it. Where that failed, its own work is not begun and fails with the same error. The results lie in the order of the work.
 */
export function inOrder<T>(
  resources: readonly Resource[],
  work: (resource: Resource) => Promise<T>,
  { backwards = false } = {},
): Promise<T>[] {
  const order = backwards ? ordered(resources).reverse() : ordered(resources);
  const runs = new Map<string, Promise<T>>();
  for (const resource of order) {
    const before = backwards
      ? order.filter(({ dependsOn }) => dependsOn.includes(resource.id)).map(({ id }) => id)
      : resource.dependsOn;
    const ready = Promise.all(before.map(id => runs.get(id)));
    runs.set(
      resource.id,
      ready.then(() => work(resource)),
    );
  }
  return [...runs.values()];
}
