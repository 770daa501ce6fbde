import type { AppLocation } from '../inventory/location';
import type { ClusterClient } from '../kubernetes/client';

/** Where an agent takes its runs, and what the way there asks for. */
export interface AgentEndpoint {
  url: URL;
  /** Never logged: a token may be in them. */
  headers: Record<string, string>;
  /** PEM; the process's own authorities where there is none. */
  ca?: string;
}

/**
 * The way to an agent that its landing zone chose: an address of the zone's pattern, or the Kubernetes API's proxy,
 * which takes the portal's token for itself and does not hand it on.
 */
export async function agentEndpoint(
  { zone, namespace, service, agentPath }: AppLocation,
  cluster: ClusterClient,
): Promise<AgentEndpoint> {
  if (zone.agents.via === 'url') {
    const base = zone.agents.url
      .replaceAll('{service}', service.name)
      .replaceAll('{namespace}', namespace)
      .replaceAll('{port}', String(service.port));
    return { url: new URL(base.replace(/\/+$/, '') + agentPath), headers: {} };
  }
  const { server, ca, token } = await cluster.connection();
  const proxy = `/api/v1/namespaces/${namespace}/services/${service.name}:${service.port}/proxy`;
  return {
    url: new URL(server.replace(/\/+$/, '') + proxy + agentPath),
    headers: { authorization: `Bearer ${token}` },
    ca,
  };
}
