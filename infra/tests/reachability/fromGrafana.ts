import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { same, type Network } from './network.ts';
import type { Flow, Verdict } from './flow.ts';
import { closedBy, isClosed, serviceOf } from './services.ts';

/**
 * Managed Grafana stands in a network of Microsoft's: it comes to a private service by an endpoint that it has there, once somebody
 * approved that at the service. https://learn.microsoft.com/azure/managed-grafana/how-to-connect-to-data-source-privately
 */
export function fromGrafana(network: Network, grafana: ArmResource, { to }: Flow): Verdict {
  const hops = [grafana.name];
  const refused = (refusedBy: string): Verdict => ({
    allowed: false,
    hops,
    refusedBy,
  });
  const service = serviceOf(network, to);
  if (!service) return refused('nobody’s name');
  const endpoint = network
    .of('Microsoft.Dashboard/grafana/managedPrivateEndpoints', grafana.id)
    .find(({ properties }) => same(properties.privateLinkResourceId, service.id));
  if (!endpoint)
    return isClosed(service)
      ? refused(closedBy(service))
      : { allowed: true, hops: [...hops, 'Internet', service.name] };
  const { status } = endpoint.properties.connectionState;
  hops.push(endpoint.name);
  return status === 'Approved'
    ? { allowed: true, hops: [...hops, service.name] }
    : refused(`${endpoint.name} is ${status}`);
}
