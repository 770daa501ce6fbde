import type {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError, ServiceUnavailableError } from '@backstage/errors';
import { ofCause } from '../redaction/ofCause';

export interface PortalApi {
  /** Calls the private-ai plugin as `credentials`. @throws ResponseError, whose message is the plugin's sentence */
  call(
    credentials: BackstageCredentials,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal },
  ): Promise<Response>;
  /** The portal's own: good for as long as the portal runs, where the initiator's token ends. */
  own(): Promise<BackstageCredentials>;
}

/** The private-ai plugin's HTTP API, as other plugins of the portal reach it. */
export function portalApi(deps: { auth: AuthService; discovery: DiscoveryService }): PortalApi {
  const { auth, discovery } = deps;
  return {
    own: () => auth.getOwnServiceCredentials(),
    async call(credentials, path, { body, headers, signal } = {}) {
      const [baseUrl, { token }] = await Promise.all([
        discovery.getBaseUrl('private-ai'),
        auth.getPluginRequestToken({ onBehalfOf: credentials, targetPluginId: 'private-ai' }),
      ]);
      let response: Response;
      try {
        response = await fetch(`${baseUrl}${path}`, {
          method: body === undefined ? 'GET' : 'POST',
          signal,
          headers: {
            ...headers,
            authorization: `Bearer ${token}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          body: body === undefined ? undefined : JSON.stringify(body),
        });
      } catch (error) {
        if (signal?.aborted) throw error;
        const { name, cause } = error as Error & { cause?: { code?: string; message: string } };
        const sentence = `The portal itself was not reached (${cause?.code ?? cause?.message ?? name}). Try again; should it last, ask the platform team.`;
        throw ofCause(new ServiceUnavailableError(sentence), error);
      }
      if (!response.ok) throw await ResponseError.fromResponse(response);
      return response;
    },
  };
}

/** Whether another try may do: no answer, or the portal restarts. */
export function mayPass(error: unknown): boolean {
  if (error instanceof ResponseError) {
    return error.response.status >= 500 || error.response.status === 429;
  }
  return true;
}

/** The sentence of an answer, rather than the status line around it. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ResponseError) return error.body.error.message;
  return (error as Error).message;
}
