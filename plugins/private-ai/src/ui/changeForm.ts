import type { AppRequest } from '@private-ai/plugin-private-ai-common';

/** The template that changes an application. */
export const changeTemplate = { namespace: 'default', templateName: 'private-ai-change' };

/**
 * The query that opens the change form filled in with what was last asked for. The instructions are left out: the form asks
 * for them itself, since thousands of characters are more than web servers take in an address.
 */
export function changeQuery({ instructions: _, ...request }: AppRequest): string {
  return `?${new URLSearchParams({ formData: JSON.stringify(request) })}`;
}
