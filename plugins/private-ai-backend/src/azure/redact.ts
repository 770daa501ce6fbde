/** Characters of somebody else's words that a sentence takes. */
const longest = 600;

const named =
  /((?:client_?secret|client_?assertion|password|secret|(?:api|access|account|primary|secondary|subscription)[_-]?key|key[12]|token|sig|authorization|connection_?string)["'\\]*\s*[=:]\s*["'\\]*)(?!Bearer)[^\s"'&,;\\}]{6,}/gi;

/** Somebody else's words, cut to a readable length, without what may be a secret. `known`: what must not appear. */
export function redacted(text: string, known: readonly string[] = []): string {
  const safe = known
    .filter(one => one.length > 5)
    .reduce((rest, one) => rest.replaceAll(one, '…'), text)
    .replace(/\bBearer\s+[\w.~+/=-]+/gi, 'Bearer …')
    .replace(/\beyJ[\w-]{10,}(\.[\w-]+)*/g, '…')
    .replace(named, '$1…');
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
