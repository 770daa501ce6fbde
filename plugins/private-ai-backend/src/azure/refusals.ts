import type { Told } from './armError';
import type { Refusal } from './refusal';
import { refusalTable } from './refusalTable';

/** The first row that fits: those for certain words or one type of resource stand before those for all. */
export function refusalOf(
  { code, message }: Pick<Told, 'code' | 'message'>,
  resource: string,
): Refusal | undefined {
  return refusalTable.find(
    ({ codes, on = '', words }) =>
      codes.some(one => one.toLowerCase() === code.toLowerCase()) &&
      resource.startsWith(on) &&
      (words?.test(message) ?? true),
  );
}

/**
 * The sentence for a refusal: which resource, what is wrong, what to do. Azure's own words follow where they name
 * something, and stand alone where the code is not known here, with the id by which Microsoft's support finds it.
 */
export function refusalSentence(
  told: Pick<Told, 'code' | 'message' | 'policy' | 'namespace'>,
  resource: string,
  correlationId?: string,
): string {
  const said = told.message.trim().replace(/\s+/g, ' ').replace(/\.$/, '');
  const subject = resource.charAt(0).toUpperCase() + resource.slice(1);
  const known = refusalOf(told, resource);
  if (known) {
    const says = known.says
      .replaceAll('{policy}', told.policy ? `“${told.policy}”` : 'of the company')
      .replaceAll('{namespace}', told.namespace ?? 'that it belongs to');
    return `${subject}: ${says}. Azure said: ${said} (${told.code}).`;
  }
  const by = correlationId ? `, correlation id ${correlationId}` : '';
  return `${subject}: Azure refused it: ${said} (${told.code}${by}).`;
}

/** The table as Markdown, for the documentation. */
export function refusalsTable(): string {
  const rows = refusalTable.map(({ codes, on, where, says, final }) => {
    const names = codes.map(code => `\`${code}\``).join(', ');
    const words = says
      .replaceAll('{policy}', '*(its name)*')
      .replaceAll('{namespace}', '*(its namespace)*');
    const sentence = words.charAt(0).toUpperCase() + words.slice(1);
    const only = [on && ` on a ${on}`, where && ` that tells of ${where}`].filter(Boolean).join('');
    return `| ${names}${only} | ${sentence}. | ${final ? 'final' : 'tried again'} |`;
  });
  return [
    '| Azure’s code | The sentence | |',
    '| --- | --- | --- |',
    ...rows,
    '| any other | Azure’s own words, the code and the correlation id. | tried again after 408, 429 and 5xx, else final |',
  ].join('\n');
}
