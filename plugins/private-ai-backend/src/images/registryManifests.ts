import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { LandingZone } from '../config/landingZone';

/** What a registry's tokens are asked for with, in every cloud that Azure's public Entra signs in for. */
const audience = 'https://containerregistry.azure.net/.default';
const manifests = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
/** Milliseconds for one answer. */
const patience = 20_000;

/** A registry's own API, as far as an image that somebody else pushes is looked for. */
export interface RegistryManifests {
  /**
   * The digest that a tag stands for; undefined while there is none.
   * @throws NotAllowedError where the portal may not read the repository, ServiceUnavailableError where there was no answer
   */
  digest(repository: string, tag: string, signal: AbortSignal): Promise<string | undefined>;
}

/**
 * @param token - an access token of the portal's identity for a scope. Azure Container Registry exchanges it for one of its
 *   own (azure.github.io/acr/AAD-OAuth.html).
 */
export function registryManifests(
  { registry, azure }: Pick<LandingZone, 'registry' | 'azure'>,
  token: (scope: string) => Promise<string>,
): RegistryManifests {
  const { endpoint, loginServer } = registry;
  let known: string | undefined;

  async function ask(path: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    try {
      const both = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
      // Nobody else gets the tokens that are sent, in a body too.
      return await fetch(endpoint + path, { ...init, redirect: 'manual', signal: both });
    } catch (error) {
      if (signal.aborted) throw error;
      const { name, cause } = error as { name?: string; cause?: { code?: string } };
      throw new ServiceUnavailableError(
        `The registry ${loginServer} was not reached (${cause?.code ?? name}).`,
      );
    }
  }

  async function exchanged(path: string, form: Record<string, string>, signal: AbortSignal) {
    const response = await ask(
      path,
      { method: 'POST', body: new URLSearchParams({ service: loginServer, ...form }) },
      signal,
    );
    if (response.ok) return (await response.json()) as Record<string, string>;
    throw refused(response.status);
  }

  async function signIn(repository: string, signal: AbortSignal): Promise<string> {
    const { refresh_token: refresh } = await exchanged(
      '/oauth2/exchange',
      { grant_type: 'access_token', tenant: azure.tenantId, access_token: await token(audience) },
      signal,
    );
    const scope = `repository:${repository}:pull`;
    const { access_token: access } = await exchanged(
      '/oauth2/token',
      { grant_type: 'refresh_token', scope, refresh_token: refresh },
      signal,
    );
    return access;
  }

  /** Bodies are not told: they may repeat what was sent. */
  function refused(status: number): Error {
    if (status === 401 || status === 403) {
      return new NotAllowedError(
        `The registry ${loginServer} does not let the portal's identity look for images (${status}): the platform team has to assign it AcrPull there, or Container Registry Repository Reader where the registry has ABAC.`,
      );
    }
    return new ServiceUnavailableError(`The registry ${loginServer} answered ${status}.`);
  }

  return {
    async digest(repository, tag, signal) {
      const look = (access: string) =>
        ask(
          `/v2/${repository}/manifests/${tag}`,
          { method: 'HEAD', headers: { accept: manifests, authorization: `Bearer ${access}` } },
          signal,
        );
      const kept = known;
      let response = await look((known ??= await signIn(repository, signal)));
      // Its own tokens last for an hour.
      if (response.status === 401 && kept !== undefined)
        response = await look((known = await signIn(repository, signal)));
      if (response.status === 404) return undefined;
      if (!response.ok) throw refused(response.status);
      const digest = response.headers.get('docker-content-digest');
      if (/^sha256:[0-9a-f]{64}$/.test(digest ?? '')) return digest!;
      throw new ServiceUnavailableError(
        `The registry ${loginServer} names no digest of ${repository}:${tag}.`,
      );
    },
  };
}
