import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { GitHostType } from '@private-ai/plugin-private-ai-common';
import type { Asking } from './host';
import { ofCause } from '../redaction/ofCause';
import { PassingError } from '../time/passing';

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
      throw ofCause(new PassingError(sentence), error);
    }
  };
  const passing = (response: Response, url: string) =>
    isPassing(response)
      ? new PassingError(
          `The git host ${new URL(url).host} has no answer at the moment (${response.status}): try again in a minute.`,
          { status: response.status, retryAfterSeconds: retryAfter(response) },
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
        new RefusedChangeError(`${what} may not be changed by the portal`, response.status)
      );
    },
  };
}

/** A host does not let the portal change something. */
export class RefusedChangeError extends NotAllowedError {
  constructor(
    message: string,
    /** As the host answered. */
    readonly status: number,
  ) {
    super(`${message} (${status}).`);
  }
}

/** A host that is away, or that was asked too much: GitHub says that with 403, too (docs.github.com/rest, rate limits). */
function isPassing({ status, headers }: Response): boolean {
  const tooMuch = headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0';
  return status === 429 || status >= 500 || (status === 403 && tooMuch);
}

function retryAfter({ headers }: Response): number | undefined {
  const seconds = Number(headers.get('retry-after'));
  return seconds > 0 ? seconds : undefined;
}
