import { NotAllowedError, NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { GitHostType } from '@private-ai/plugin-private-ai-common';
import type { Asking } from './host';
import { ofCause } from '../redaction/ofCause';

export interface AskingDeps {
  integrations: ScmIntegrations;
  signal?: AbortSignal;
}

/**
 * Asks a git host with the portal's own sign-in.
 * @param what - is asked, as the beginning of a sentence
 */
export function askingOf(
  what: string,
  type: GitHostType,
  { integrations, signal }: AskingDeps,
): Asking {
  const asked = async (url: string, init?: RequestInit) => {
    try {
      // A sign-in goes to the host that it is for.
      return await fetch(url, { ...init, redirect: 'manual', signal });
    } catch (error) {
      if (signal?.aborted) throw error;
      const { host } = new URL(url);
      const { name, cause } = error as Error & { cause?: { code?: string; message: string } };
      const sentence = `The git host ${host} was not reached (${cause?.code ?? cause?.message ?? name}). Try again; should it last, ask the platform team.`;
      throw ofCause(new ServiceUnavailableError(sentence), error);
    }
  };
  const passing = ({ status }: Response, url: string) =>
    status === 429 || status >= 500
      ? new ServiceUnavailableError(
          `The git host ${new URL(url).host} has no answer at the moment (${status}): try again in a minute.`,
        )
      : undefined;
  const refused = (response: Response, url: string) => {
    const { status } = response;
    const check = `check that the repository is there, and integrations.${type} of the portal.`;
    return (
      passing(response, url) ??
      new NotFoundError(`${what} could not be asked (${status}): ${check}`)
    );
  };
  return {
    integrations,
    async ask(url, init) {
      const response = await asked(url, init);
      if (response.ok) return response;
      throw refused(response, url);
    },
    async find(url, { absent = [404], ...init } = {}) {
      const response = await asked(url, init);
      if (response.ok) return response;
      if (absent.includes(response.status)) return undefined;
      throw refused(response, url);
    },
    async change(url, { body, headers, method }) {
      const response = await asked(url, {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        body: body && JSON.stringify(body),
      });
      if (response.ok) return;
      throw (
        passing(response, url) ??
        new NotAllowedError(`${what} may not be changed by the portal (${response.status})`)
      );
    },
  };
}
