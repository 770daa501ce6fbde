const named =
  /((?:client_?secret|client_?assertion|password|secret|(?:api|access|account|primary|secondary|subscription)[_-]?key|key[12]|token|sig|authorization|connection_?string)["'\\]*\s*[=:]\s*["'\\]*)(?!Bearer)[^\s"'&,;\\}]{6,}/gi;
/** Keys of Azure's AI services stand alone: 32 hexadecimal digits, or 84 letters and digits since 2025. */
const modelKey = /\b(?:[0-9a-f]{32}|[A-Za-z0-9]{84})\b/g;

/** Somebody else's words without what may be a secret. `known`: what must not appear. */
export function withoutSecrets(text: string, known: readonly string[] = []): string {
  return known
    .filter(one => one.length > 5)
    .reduce((rest, one) => rest.replaceAll(one, '…'), text)
    .replace(/\bBearer\s+[\w.~+/=-]+/gi, 'Bearer …')
    .replace(/\beyJ[\w-]{10,}(\.[\w-]+)*/g, '…')
    .replace(named, '$1…')
    .replace(modelKey, '…');
}
