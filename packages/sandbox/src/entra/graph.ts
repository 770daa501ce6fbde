import type { Answer } from './answer.ts';
import { groups, organization, persons, type Group, type Person } from './company.ts';
import { portal } from './principals.ts';
import type { TokenVerifier } from './verifier.ts';

const host = 'https://graph.microsoft.com';
const audiences = [host, '00000003-0000-0000-c000-000000000000'];

/** Who has been granted `User.Read.All` and `GroupMember.Read.All`, which an administrator of the tenant consents to. */
const readers = [portal.objectId];

class GraphError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

type Shown = { '@odata.type': string } & (Person | Omit<Group, 'members'>);

const shownPerson = (one: Person): Shown => ({ '@odata.type': '#microsoft.graph.user', ...one });
const shownGroup = ({ members: _, ...one }: Group): Shown => ({
  '@odata.type': '#microsoft.graph.group',
  ...one,
});

/**
 * Microsoft Graph, as far as whoever reads a company's directory, or the profile of the person who signs in, asks it
 * (https://learn.microsoft.com/graph/api/overview). Undefined for any other path.
 */
export async function graphAnswer(
  request: { method: string; path: string; query: URLSearchParams; authorization?: string },
  { verifier, tenantId }: { verifier: TokenVerifier; tenantId: string },
): Promise<Answer | undefined> {
  const [, rest] = /^\/v1\.0\/(.+)$/.exec(request.path) ?? [];
  if (!rest || request.method !== 'GET') return undefined;
  try {
    const token = /^Bearer (.+)$/i.exec(request.authorization ?? '')?.[1] ?? '';
    const who = await verifier.verify(token, audiences).catch(() => {
      throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token validation failure.');
    });
    if (rest === 'me') return { status: 200, body: me(who.oid) };
    if (!readers.includes(who.oid))
      throw new GraphError(
        403,
        'Authorization_RequestDenied',
        'Insufficient privileges to complete the operation.',
      );
    if (rest === `organization/${tenantId}`)
      return { status: 200, body: { id: tenantId, displayName: organization } };
    return { status: 200, body: page(rest, selected(collection(rest), request.query), request) };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { status: error.status, body: { error: { code: error.code, message: error.message } } };
  }
}

function me(oid: string): Person {
  const found = persons.find(({ id }) => id === oid);
  if (found) return found;
  const sentence = '/me request is only valid with delegated authentication flow.';
  throw new GraphError(400, 'BadRequest', sentence);
}

function collection(path: string): Shown[] {
  if (path === 'users') return persons.map(shownPerson);
  if (path === 'groups') return groups.map(shownGroup);
  const [, id, cast] = /^groups\/([^/]+)\/members(\/microsoft\.graph\.user)?$/.exec(path) ?? [];
  const of = groups.find(group => group.id === id);
  if (!of)
    throw new GraphError(
      404,
      'Request_ResourceNotFound',
      `Resource '${id ?? path}' does not exist or one of its queried reference-property objects are not present.`,
    );
  const people = persons.filter(one => of.members.includes(one.id)).map(shownPerson);
  const inside = groups.filter(one => of.members.includes(one.id)).map(shownGroup);
  return cast ? people : [...people, ...inside];
}

/** `$filter` by the beginning of a name, and `$select`. */
function selected(all: Shown[], query: URLSearchParams): Partial<Shown>[] {
  const filter = query.get('$filter');
  const [, beginning] = /^startswith\(displayName, ?'([^']*)'\)$/i.exec(filter ?? '') ?? [];
  if (filter && beginning === undefined)
    throw new GraphError(400, 'Request_UnsupportedQuery', `Unsupported query: ${filter}.`);
  const fields = query.get('$select')?.split(',');
  return all
    .filter(one => one.displayName.toLowerCase().startsWith((beginning ?? '').toLowerCase()))
    .map(one =>
      fields
        ? Object.fromEntries(
            Object.entries(one).filter(([name]) => name[0] === '@' || fields.includes(name)),
          )
        : one,
    );
}

/** A page of at most `$top` (100 unless told), and where the next one is. */
function page(path: string, all: Partial<Shown>[], { query }: { query: URLSearchParams }) {
  const size = Number(query.get('$top') ?? 100);
  const from = Number(query.get('$skiptoken') ?? 0);
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(from + size));
  return {
    '@odata.context': `${host}/v1.0/$metadata#${path}`,
    ...(from + size < all.length && { '@odata.nextLink': `${host}/v1.0/${path}?${next}` }),
    value: all.slice(from, from + size),
  };
}
