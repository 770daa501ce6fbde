// Which defence stands against each case, and the smallest edit that takes it out. Cases of one group are tried on one portal,
// in this order: their edits do not disturb each other.
import { answers, descriptions } from './defences/answers.mjs';
import { commits } from './defences/commits.mjs';
import { people } from './defences/people.mjs';
import { strangers } from './defences/strangers.mjs';

/**
 * @typedef {object} Defence
 * @property {number | string} id - of the case
 * @property {{ file: string, without: string, instead: string }[]} out - all that has to be taken out for it to succeed
 * @property {RegExp} [through] - what the attempt says once it has got through
 * @property {('health' | 'memory')[]} [harms] - what it breaks then, in place of saying so
 */

/** @type {Defence[][]} */
export const groups = [people, strangers, commits, answers, descriptions];
