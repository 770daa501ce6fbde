import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import {
  appTextLength,
  isAppName,
  say,
  type AppRequest,
  type Runtime,
  type Sentence,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { knownZones, zoneNamed } from '../config/zones';
import { parseRef } from './entityRef';
import { problemOf, type Problem } from './problem';
import { nameProblems, namesOf } from './names';

/** Characters of what no person writes. */
const longestVersion = 100;

export interface ParsedRequest {
  /** Present when there is no problem. */
  request?: AppRequest;
  /** Present when the zone is known. */
  zone?: LandingZone;
  problems: Problem[];
}

/** Reads what somebody asks for, a sentence for each field that is not in order. */
export function parseAppRequest(body: unknown, zones: readonly LandingZone[]): ParsedRequest {
  const asked = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const problems: Problem[] = [];
  const refuse: Refuse = (field, why) => {
    problems.push(typeof why === 'string' ? { field, message: why } : problemOf(field, why));
    return undefined;
  };
  const text = (field: 'description' | 'instructions' | 'templateVersion') => {
    const value = asked[field];
    if (value === undefined || value === '') return undefined;
    const most = field === 'templateVersion' ? longestVersion : appTextLength[field];
    if (typeof value === 'string' && value.length <= most) return value;
    return refuse(field, `The field ${field} takes a text of at most ${most} characters.`);
  };

  const zone = zoneNamed(zones, asked.landingZone);
  if (!zone) {
    refuse(
      'landingZone',
      typeof asked.landingZone === 'string' && asked.landingZone !== ''
        ? `There is no landing zone ${asked.landingZone} that you may use; there is: ${knownZones(zones)}.`
        : 'Choose a landing zone.',
    );
  }
  const name = readName(asked.name, refuse);
  const request: Partial<AppRequest> = {
    name,
    entityRef: name && readOwnRef(asked.entityRef, name, refuse),
    owner: readOwner(asked.owner, refuse),
    description: text('description'),
    landingZone: zone?.name,
    model: zone && readModel(asked.model, zone, refuse),
    runtime: zone && readRuntime(asked.runtime, zone, refuse),
    instructions: text('instructions'),
    templateVersion: text('templateVersion'),
  };
  if (request.instructions === undefined && !problems.some(({ field }) => field === 'instructions'))
    refuse('instructions', 'Say in a sentence or two what the agent is for.');
  if (problems.length > 0 || !zone) return { zone, problems };

  const complete = request as AppRequest;
  const derived = nameProblems(namesOf(complete, zone), zone);
  if (derived.length > 0) return { zone, problems: derived };
  return { request: complete, zone, problems };
}

/** @throws InputError with every sentence */
export function requireAppRequest(
  body: unknown,
  zones: readonly LandingZone[],
): { request: AppRequest; zone: LandingZone } {
  const { request, zone, problems } = parseAppRequest(body, zones);
  if (request && zone) return { request, zone };
  throw new InputError(problems.map(({ message }) => message).join(' '));
}

type Refuse = (field: keyof AppRequest, why: string | Sentence) => undefined;

function readName(value: unknown, refuse: Refuse): string | undefined {
  if (typeof value === 'string' && isAppName(value)) return value;
  return refuse('name', say('name-form'));
}

/** The entity is the application's own: it carries its name. */
function readOwnRef(value: unknown, name: string, refuse: Refuse): string | undefined {
  if (value === undefined || value === '') return `component:default/${name}`;
  const ref = readRef(value, ['component']);
  if (ref?.name === name) return stringifyEntityRef(ref);
  return refuse('entityRef', `The entity has to be a component called ${name}, not ${value}.`);
}

function readOwner(value: unknown, refuse: Refuse): string | undefined {
  const ref = readRef(value, ['group', 'user']);
  if (ref) return stringifyEntityRef(ref);
  return refuse('owner', say('owner-choose'));
}

/** A reference of one of the kinds, the first being the default, in the letters that the catalog takes by itself. */
function readRef(value: unknown, kinds: string[]) {
  const ref = parseRef(value, kinds[0]);
  const plain = ref && [ref.namespace, ref.name].every(part => /^[\w.-]+$/.test(part));
  return plain && kinds.includes(ref.kind.toLowerCase()) ? ref : undefined;
}

function readModel(
  value: unknown,
  zone: LandingZone,
  refuse: Refuse,
): AppRequest['model'] | undefined {
  const { name, version, sku, capacity } = (value ?? {}) as Partial<AppRequest['model']>;
  if (!name) return refuse('model', 'Choose a model.');
  const offer = zone.models.find(
    one => one.name === name && one.version === version && one.sku === sku,
  );
  if (!offer) {
    const offered = zone.models.map(one => `${one.name} ${one.version} ${one.sku}`).join(', ');
    return refuse(
      'model',
      `The landing zone ${zone.title} does not offer ${[name, version, sku].filter(Boolean).join(' ')}; it offers: ${offered}.`,
    );
  }
  if (!Number.isInteger(capacity) || Number(capacity) < 1)
    return refuse('model', 'The capacity is a whole number of thousands of tokens a minute.');
  if (Number(capacity) > offer.maxCapacity) {
    return refuse(
      'model',
      `The landing zone ${zone.title} allows at most ${offer.maxCapacity} thousand tokens a minute of ${name} (${sku}), not ${capacity}.`,
    );
  }
  return { name, version: offer.version, sku: offer.sku, capacity: Number(capacity) };
}

function readRuntime(value: unknown, zone: LandingZone, refuse: Refuse): Runtime | undefined {
  const offer = zone.runtimes.find(({ name }) => name === value);
  if (offer?.unavailable) return refuse('runtime', offer.unavailable);
  const free = zone.runtimes.filter(({ unavailable }) => !unavailable).map(({ name }) => name);
  return offer?.name ?? refuse('runtime', `Choose a runtime: ${free.join(' or ')}.`);
}
