import type { Place } from '../resources/actions';
import { assigns } from './permissions';
import { requiredActions } from './requiredActions';

/** The portal's roles by their file in `infra/roles`, and what each is called. */
export const roleTitles = {
  'portal.json': 'Private AI portal',
  'portal-reads.json': 'Private AI portal, reads',
  'portal-uses.json': 'Private AI portal, uses the landing zone',
  'portal-assigns.json': 'Private AI portal, assigns roles',
} as const;

type RoleFile = keyof typeof roleTitles;

/** What the landing zone has for all applications: what is done there holds for that one thing. */
const shared: readonly Place[] = ['cluster', 'registry', 'subnet', 'dns-zones'];

/** Of an image the whole of it, which is no matter of a subscription. */
const isRead = (action: string) => /(?<!\/pull)\/read$/.test(action);

/** Which role has an action that is needed at a place. */
function roleFor(place: Place, action: string): RoleFile {
  if (assigns(action)) return 'portal-assigns.json';
  if (isRead(action) || place === 'subscription') return 'portal-reads.json';
  return shared.includes(place) ? 'portal-uses.json' : 'portal.json';
}

const needed = Object.values(requiredActions).flatMap(places =>
  Object.entries(places).flatMap(([place, actions]) =>
    actions.map(action => ({ action, role: roleFor(place as Place, action) })),
  ),
);

/** The actions of each role: who gives and takes roles is held by a condition, who reads does nothing else. */
export const roleActions = Object.fromEntries(
  Object.keys(roleTitles).map(file => [
    file,
    [...new Set(needed.filter(({ role }) => role === file).map(({ action }) => action))].sort(),
  ]),
) as Record<RoleFile, string[]>;

/** What is missing at a place, as a sentence that names the roles that have it. */
export function missingSentence(missing: readonly string[], where: string): string {
  const files = (Object.keys(roleTitles) as RoleFile[]).filter(file =>
    missing.some(action => roleActions[file].includes(action)),
  );
  const roles = files.map(
    file =>
      `“${roleTitles[file]}” (infra/roles/${file}${file === 'portal-assigns.json' ? ', with its condition' : ''})`,
  );
  return `The portal’s identity lacks ${missing.join(', ')} on ${where}: the platform team has to assign the ${roles.length > 1 ? 'roles' : 'role'} ${roles.join(' and ')} to it there.`;
}

/** The file's text with just these actions; whatever else it says stays. */
export function roleWith(text: string, actions: readonly string[]): string {
  const list = actions.map(action => `    ${JSON.stringify(action)}`).join(',\n');
  return text.replace(/("Actions": \[)[^\]]*\]/, (_, start) => `${start}\n${list}\n  ]`);
}
