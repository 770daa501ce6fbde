import type { KubernetesObject } from '../kubernetes/object.ts';
import { quantity } from '../kubernetes/quantity.ts';
import type { Container } from './podEnvironment.ts';

/** Resources that a scheduler counts; cpu in cores, memory in bytes. */
export type Amounts = Record<'cpu' | 'memory', number>;

/** An init container that goes on beside the others. */
export const isSidecar = (container: Container) => container.restartPolicy === 'Always';

/** What a pod keeps of its node: its containers and sidecars together, or its largest init container. */
export function requestsOf({ spec }: KubernetesObject): Amounts {
  const inits: Container[] = spec.initContainers ?? [];
  const lasting = [...(spec.containers as Container[]), ...inits.filter(isSidecar)];
  const of = (container: Container, resource: string) =>
    quantity(container.resources?.requests?.[resource] ?? 0) ?? 0;
  const amount = (resource: string) =>
    Math.max(
      lasting.reduce((total, one) => total + of(one, resource), 0),
      ...inits.map(one => of(one, resource)),
    );
  return { cpu: amount('cpu'), memory: amount('memory') };
}
