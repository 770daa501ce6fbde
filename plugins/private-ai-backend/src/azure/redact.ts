import { withoutSecrets } from '../redaction/withoutSecrets';

/** Characters of somebody else's words that a sentence takes. */
const longest = 600;

/** Somebody else's words, cut to a readable length, without what may be a secret. `known`: what must not appear. */
export function redacted(text: string, known: readonly string[] = []): string {
  const safe = withoutSecrets(text, known);
  return safe.length > longest ? `${safe.slice(0, longest)}…` : safe;
}

interface Request {
  headers?: { get(name: string): string | undefined };
}

/** The tokens that a request carried. */
export const secretsIn = (request: Request | undefined): string[] =>
  ['authorization', 'x-ms-serviceconnector-user-token'].flatMap(name => {
    const value = request?.headers?.get?.(name);
    return value ? [value.replace(/^Bearer\s+/i, '')] : [];
  });

/**
 * An error as it may be kept and logged: its name, its redacted words and where it came from. What the client libraries
 * throw holds the whole request, and sometimes has the whole answer for a message.
 */
export function redactedCause(thrown: unknown, message: string, known: readonly string[]): Error {
  const { name = 'Error', stack = '', cause } = thrown as Partial<Error>;
  const safe = new Error(redacted(message, known));
  safe.name = name;
  const frames = stack.split('\n').filter(line => /^\s+at /.test(line));
  safe.stack = [`${name}: ${safe.message}`, ...frames].join('\n');
  if (cause instanceof Error && cause !== thrown) {
    Object.defineProperty(safe, 'cause', {
      value: redactedCause(cause, cause.message, known),
      enumerable: false,
    });
  }
  return safe;
}
