import { access } from './cases/access.mjs';
import { agents } from './cases/agents.mjs';
import { builds } from './cases/builds.mjs';
import { doors } from './cases/doors.mjs';
import { names } from './cases/names.mjs';
import { repositories } from './cases/repositories.mjs';
import { surroundings } from './cases/surroundings.mjs';

/** Every case that a portal in front of the sandbox can show. */
export const all = [
  ...access,
  ...names,
  ...agents,
  ...doors,
  ...repositories,
  ...builds,
  ...surroundings,
];
