import { InputError } from '@backstage/errors';
import type {
  AppRequest,
  OperationInputs,
  OperationKind,
} from '@private-ai/plugin-private-ai-common';
import { z } from 'zod';
import type { LandingZone } from '../config';
import { requireAppRequest } from '../landingZones/appRequest';
import { imageRepository } from './imageRepository';
import { requireOwnSource } from './source';

const start = z.object({
  kind: z.enum(['provision', 'build', 'deploy', 'verify'], {
    message: 'kind must be provision, build, deploy or verify',
  }),
  input: z.record(z.unknown(), { message: 'input must be an object' }),
});
const source = z.object(
  {
    repoUrl: z.string({ message: 'source.repoUrl must be a text' }),
    commit: z
      .string({ message: 'source.commit must be a text' })
      .regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'source.commit must be a full commit hash'),
  },
  { message: 'source must have repoUrl and commit' },
);
const digest = /@sha256:[0-9a-f]{64}$/;

export interface ParsedStart {
  kind: OperationKind;
  input: OperationInputs[OperationKind];
  app: AppRequest;
}

/**
 * Body of `POST /operations`, parsed.
 * @throws InputError with every sentence
 */
export function parseStart(body: unknown, zones: readonly LandingZone[]): ParsedStart {
  const { kind, input } = parsed(start, body);
  const { request: app, zone } = requireAppRequest(kind === 'provision' ? input : input.app, zones);
  if (kind === 'provision') return { kind, app, input: app };
  if (kind === 'verify') return { kind, app, input: { app } };
  const commit = parsed(source, input.source);
  requireOwnSource(commit, zone);
  if (kind === 'build') return { kind, app, input: { app, source: commit } };
  const { image } = input;
  const repository = imageRepository(app, zone);
  // Of its own repository only: the cluster pulls with rights that see everybody's.
  if (typeof image !== 'string' || !image.startsWith(`${repository}@`) || !digest.test(image)) {
    throw new InputError(
      `image must name an image of ${app.name} by its digest (${repository}@sha256:…).`,
    );
  }
  return { kind, app, input: { app, source: commit, image } };
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const sentences = result.error.issues.map(({ message }) => message);
  throw new InputError(`The operation cannot be started: ${sentences.join('; ')}.`);
}
