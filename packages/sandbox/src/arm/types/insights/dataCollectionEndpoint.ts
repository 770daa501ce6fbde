import { randomUUID } from 'node:crypto';
import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ResourceType } from '../../resourceType.ts';

/** The addresses of an endpoint, each with a key that tells it from others of its name. */
export function endpointAddresses(name: string, location: string) {
  const region = location.toLowerCase().replaceAll(' ', '');
  const key = randomUUID().slice(0, 4);
  const at = (domain: string) => ({ endpoint: `https://${name}-${key}.${region}-1.${domain}` });
  return {
    immutableId: `dce-${randomUUID().replaceAll('-', '')}`,
    configurationAccess: at('handler.control.monitor.azure.com'),
    logsIngestion: at('ingest.monitor.azure.com'),
    metricsIngestion: at('metrics.ingest.monitor.azure.com'),
  };
}

export const dataCollectionEndpoint: ResourceType = {
  type: 'Microsoft.Insights/dataCollectionEndpoints',
  tracked: true,
  etag: true,
  prepare({ id, body, existing }) {
    if (body.location) requireLocation(body.location);
    if (!/^[a-zA-Z][a-zA-Z0-9-]{1,42}[a-zA-Z0-9]$/.test(id.name))
      throw new ArmError(
        400,
        'InvalidResourceName',
        `The data collection endpoint name '${id.name}' is invalid: 3 to 44 letters, digits and dashes, a letter first, no dash last.`,
      );
    const kept = existing?.properties;
    return {
      ...(kept ?? endpointAddresses(id.name, String(body.location))),
      ...body.properties,
    };
  },
};
