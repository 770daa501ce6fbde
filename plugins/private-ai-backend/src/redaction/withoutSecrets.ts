const named =
  /((?:client_?secret|client_?assertion|password|passwd|secret|(?:api|access|account|primary|secondary|subscription)[_-]?key|key[12]|token|sig|authorization|connection_?string)["'\\]*\s*[=:]\s*["'\\]*(?:Basic\s+)?)(?!Bearer)[^\s"'&,;\\}]{6,}/gi;
/** `scheme://user:password@host`, as git hosts and databases are addressed. */
const inAddress = /(:\/\/[^\s/:@]*:)[^\s/?#]+@/g;
/** PEM, whole or cut off. */
const privateKey =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
/** Of GitHub, GitLab, npm, Slack, OpenAI, AWS: they say by their beginning what they are. */
const beginning =
  /\b(gh[opsur]_|github_pat_|glpat-|npm_(?=[A-Za-z0-9]{36}\b)|xox[a-z]-|sk-(?=[\w-]*\d)|AKIA(?=[A-Z0-9]{16}\b))[\w-]{16,}/g;
/** Keys of Azure's AI services stand alone: 32 hexadecimal digits, or 84 letters and digits since 2025. */
const modelKey = /\b(?:[0-9a-f]{32}|[A-Za-z0-9]{84})\b/g;

/** Somebody else's words without what may be a secret. `known`: what must not appear. */
export function withoutSecrets(text: string, known: readonly string[] = []): string {
  return known
    .filter(one => one.length > 5)
    .reduce((rest, one) => rest.replaceAll(one, '…'), text)
    .replace(privateKey, '…')
    .replace(/\bBearer\s+[\w.~+/=-]+/gi, 'Bearer …')
    .replace(/\beyJ[\w-]{10,}(\.[\w-]+)*/g, '…')
    .replace(inAddress, '$1…@')
    .replace(beginning, '$1…')
    .replace(named, '$1…')
    .replace(modelKey, '…');
}
