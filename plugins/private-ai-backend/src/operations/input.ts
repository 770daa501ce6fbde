import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { AppPart, OperationInputs, OperationKind } from '@private-ai/plugin-private-ai-common';
import { z } from 'zod';
import type { LandingZone } from '../config/landingZone';
import { requireAppRequest } from '../app/request';
import { parts as partResources } from '../provisioning/parts';
import { requireOwnImage } from '../app/imageRepository';
import { requireOwnSource } from '../git/source';

const start = z.object({
  kind: z.enum(['provision', 'build', 'deploy', 'verify', 'release', 'retire'], {
    message: 'kind must be provision, build, deploy, verify, release or retire',
  }),
  input: z.record(z.unknown(), { message: 'input must be an object' }),
});
/** Of SHA-1, or of SHA-256. */
export const fullHash = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const source = z.object(
  {
    repoUrl: z.string({ message: 'source.repoUrl must be a text' }),
    commit: z
      .string({ message: 'source.commit must be a text' })
      .regex(fullHash, 'source.commit must be a full commit hash'),
  },
  { message: 'source must have repoUrl and commit' },
);
const parts: readonly unknown[] = Object.keys(partResources);
/** What a column of the database holds. */
const longestRef = 255;

export interface ParsedStart {
  kind: OperationKind;
  input: OperationInputs[OperationKind];
  entityRef: string;
  landingZone: string;
}

/**
 * Body of `POST /operations`, parsed.
 * @throws InputError with every sentence
 */
export function parseStart(body: unknown, zones: readonly LandingZone[]): ParsedStart {
  const { kind, input } = parsed(start, body);
  if (kind === 'retire') return parseRetire(input, zones);
  const { request: app, zone } = requireAppRequest(input.app, zones);
  const of = { kind, entityRef: readEntityRef(app.entityRef), landingZone: app.landingZone };
  if (kind === 'provision') {
    const { part } = input;
    if (part === undefined) return { ...of, input: { app } };
    if (!parts.includes(part)) throw new InputError(`part must be one of ${parts.join(', ')}.`);
    return { ...of, input: { app, part: part as AppPart } };
  }
  if (kind === 'verify') return { ...of, input: { app } };
  const commit = parsed(source, input.source);
  requireOwnSource(commit, zone);
  if (kind === 'build') return { ...of, input: { app, source: commit } };
  if (kind === 'release' && input.image === undefined)
    return { ...of, input: { app, source: commit } };
  const image = requireOwnImage(input.image, app, zone);
  return { ...of, input: { app, source: commit, image } };
}

/** The landing zone has to be there still: what is to be retired lies in it. */
function parseRetire(input: Record<string, unknown>, zones: readonly LandingZone[]): ParsedStart {
  const entityRef = readEntityRef(input.entityRef);
  const zone = zones.find(({ name }) => name === input.landingZone);
  if (!zone) {
    const known = zones.map(({ name }) => name).join(', ') || 'none';
    throw new InputError(
      `landingZone must be one of the portal's landing zones (${known}), not ${input.landingZone}.`,
    );
  }
  const landingZone = zone.name;
  return { kind: 'retire', entityRef, landingZone, input: { entityRef, landingZone } };
}

/** @throws InputError for what is no entity reference, or longer than one can be kept */
export function readEntityRef(value: unknown): string {
  let ref: string;
  try {
    ref = stringifyEntityRef(parseEntityRef(String(value)));
  } catch {
    throw new InputError(
      'entityRef must be an entity reference, such as component:default/weather.',
    );
  }
  if (ref.length <= longestRef) return ref;
  throw new InputError(
    `entityRef has ${ref.length} characters; an entity reference takes at most ${longestRef} here.`,
  );
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const sentences = result.error.issues.map(({ message }) => message);
  throw new InputError(`The operation cannot be started: ${sentences.join('; ')}.`);
}
