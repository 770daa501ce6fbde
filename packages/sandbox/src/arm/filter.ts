import { ArmError } from './errors.ts';
import type { ArmResource } from './resource.ts';

type Test = (resource: ArmResource) => boolean;

const same = (a: unknown, b: string) => String(a ?? '').toLowerCase() === b.toLowerCase();
const groupOf = ({ id }: ArmResource) => /\/resourceGroups\/([^/]+)/i.exec(id)?.[1];

/** Clauses that clients send, joined by `and`. https://learn.microsoft.com/rest/api/resources/resources/list */
const clauses: [form: RegExp, test: (value: string, other: string) => Test][] = [
  [
    /^tagName eq '([^']*)'(?: and tagValue eq '([^']*)')?/i,
    (name, value) =>
      ({ tags }) => {
        const found = Object.entries(tags ?? {}).find(([key]) => same(key, name));
        return found !== undefined && (value === undefined || found[1] === value);
      },
  ],
  [
    /^startswith\(tagName, ?'([^']*)'\)/i,
    start =>
      ({ tags }) =>
        Object.keys(tags ?? {}).some(key => key.toLowerCase().startsWith(start.toLowerCase())),
  ],
  [/^resourceType eq '([^']*)'/i, value => resource => same(resource.type, value)],
  [/^resourceGroup eq '([^']*)'/i, value => resource => same(groupOf(resource), value)],
  [/^name eq '([^']*)'/i, value => resource => same(resource.name, value)],
  [/^location eq '([^']*)'/i, value => resource => same(resource.location, value)],
  [
    /^substringof\('([^']*)', ?name\)/i,
    part => resource => resource.name.toLowerCase().includes(part.toLowerCase()),
  ],
  [
    /^(?:principalId eq|assignedTo\()\s*'([^']*)'\)?/i,
    value => one => same(one.properties.principalId, value),
  ],
  [/^atScope\(\)/i, () => () => true],
];

export const isTagFilter = (filter: string | null) => /tagName/i.test(filter ?? '');

/** @throws ArmError for a clause that the sandbox does not know: to ignore it would answer too much */
export function filterOf(filter: string | null): Test {
  const tests: Test[] = [];
  for (let rest = (filter ?? '').trim(); rest;) {
    const known = clauses
      .map(([form, test]) => ({ match: form.exec(rest), test }))
      .find(({ match }) => match);
    if (!known?.match)
      throw new ArmError(
        400,
        'InvalidFilterInQueryString',
        `Invalid $filter '${filter}' specified in the query string.`,
      );
    tests.push(known.test(known.match[1], known.match[2]));
    rest = rest.slice(known.match[0].length).replace(/^\s*(?:and\s+)?/i, '');
  }
  return resource => tests.every(test => test(resource));
}
