import type { AppLocation } from '../app/location';
import type { ClusterClient } from '../kubernetes/client';
import { USER_TOKEN_HEADER } from '../userTokens/userTokens';

/** Where an agent takes its runs, and what the way there asks for. */
export interface AgentEndpoint {
  url: URL;
  /** Never logged: tokens are in them. */
  headers: Record<string, string>;
  /** PEM; the process's own authorities where there is none. */
  ca?: string;
}

/**
 * The way to an agent that its landing zone chose: an address of the zone's pattern, or the Kubernetes API's proxy,
 * which takes the portal's token for itself and does not hand it on.
 *
 * @param user - signs the portal's word about who asks; left out where nobody does (a probe)
 */
export async function agentEndpoint(
  { zone, namespace, service, agentPath }: AppLocation,
  cluster: ClusterClient,
  user?: () => Promise<string>,
): Promise<AgentEndpoint> {
  const asked = async (): Promise<Record<string, string>> =>
    user ? { [USER_TOKEN_HEADER]: await user() } : {};
  if (zone.agents.via === 'url') {
    const base = zone.agents.url
      .replaceAll('{service}', service.name)
      .replaceAll('{namespace}', namespace)
      .replaceAll('{port}', String(service.port));
    return { url: new URL(base.replace(/\/+$/, '') + agentPath), headers: await asked() };
  }
  const { server, ca, token } = await cluster.connection();
  const proxy = `/api/v1/namespaces/${namespace}/services/${service.name}:${service.port}/proxy`;
  return {
    url: new URL(server.replace(/\/+$/, '') + proxy + agentPath),
    headers: { authorization: `Bearer ${token}`, ...(await asked()) },
    ca,
  };
}
