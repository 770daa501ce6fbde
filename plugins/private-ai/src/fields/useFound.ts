import { useRef } from 'react';

const nothing: string[] = [];

/**
 * What the form found wrong with a value. The form keeps saying so until the next try; of a value that is another by now nobody
 * knows it.
 */
export function useFound(errors: string[] = nothing, value: unknown): string[] {
  const text = errors.join('\n');
  const found = useRef({ text: '', of: '' });
  const now = JSON.stringify(value) ?? '';
  if (found.current.text !== text) found.current = { text, of: now };
  return found.current.of === now ? errors : nothing;
}
