import { InputError } from '@backstage/errors';
import type { AppRequest, OperationKind, Source } from '@private-ai/plugin-private-ai-common';
import { z } from 'zod';
import { readEntityRef } from '../app/entityRef';
import { requireAppRequest } from '../app/request';
import type { LandingZone } from '../config/landingZone';
import { fullHash } from '../git/commit';
import { parseRepoUrl } from '../git/repoUrl';
import { requireOwnSource } from '../git/source';
import type { ParsedStart, Works } from './work';

const source = z.object(
  {
    repoUrl: z.string({ message: 'source.repoUrl must be a text' }),
    commit: z
      .string({ message: 'source.commit must be a text' })
      .regex(fullHash, 'source.commit must be a full commit hash'),
  },
  { message: 'source must have repoUrl and commit' },
);

/**
 * Body of `POST /operations`, parsed by the work that it starts.
 * @throws InputError with every sentence
 */
export function parseStart(
  body: unknown,
  works: Works,
  zones: readonly LandingZone[],
): ParsedStart & { kind: OperationKind } {
  const kinds = Object.keys(works) as [OperationKind, ...OperationKind[]];
  const start = z.object({
    kind: z.enum(kinds, {
      message: `kind must be ${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`,
    }),
    input: z.record(z.string(), z.unknown(), { message: 'input must be an object' }),
  });
  const { kind, input } = parsed(start, body);
  return { kind, ...works[kind].parse(input, zones) };
}

/** What most kinds work on: an application as the form asked for it. @throws InputError with every sentence */
export function parseApp(
  input: Record<string, unknown>,
  zones: readonly LandingZone[],
): { app: AppRequest; zone: LandingZone; of: Omit<ParsedStart, 'input'> } {
  const { request: app, zone } = requireAppRequest(input.app, zones);
  const { entityRef, landingZone } = app;
  return { app, zone, of: { entityRef: readEntityRef(entityRef), landingZone } };
}

/** A commit of a repository that the landing zone takes source from. @throws InputError */
export function parseSource(input: Record<string, unknown>, zone: LandingZone): Source {
  const commit = parsed(source, input.source);
  requireOwnSource(parseRepoUrl(commit.repoUrl), zone);
  return commit;
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const sentences = result.error.issues.map(({ message }) => message);
  throw new InputError(`The operation cannot be started: ${sentences.join('; ')}.`);
}
