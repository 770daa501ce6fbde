import { assigns } from './permissions';
import { requiredActions } from './requiredActions';

const needed = [
  ...new Set(Object.values(requiredActions).flatMap(places => Object.values(places).flat())),
].sort();

/** The portal's roles by their file in `infra/roles`: who gives and takes roles is held by a condition, and nobody else does. */
export const roleActions: Record<'portal.json' | 'portal-assigns.json', string[]> = {
  'portal.json': needed.filter(action => !assigns(action)),
  'portal-assigns.json': needed.filter(assigns),
};

/** The file's text with just these actions; whatever else it says stays. */
export function roleWith(text: string, actions: readonly string[]): string {
  const list = actions.map(action => `    ${JSON.stringify(action)}`).join(',\n');
  return text.replace(/("Actions": \[)[^\]]*\]/, (_, start) => `${start}\n${list}\n  ]`);
}
