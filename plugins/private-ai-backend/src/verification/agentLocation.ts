import type { AppLocation } from '../app/location';
import type { ManifestInput } from '../app/names';

/** Where an app's agent is by its names, before or without the entity's annotations. */
export function agentLocation(
  { request, names, zone }: ManifestInput,
  agentPath: string,
): AppLocation {
  return {
    entityRef: request.entityRef,
    zone,
    namespace: names.namespace,
    service: { name: names.service, port: 80 },
    agentPath,
  };
}
