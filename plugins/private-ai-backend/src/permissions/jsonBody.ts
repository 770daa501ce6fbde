import { InputError } from '@backstage/errors';
import express, { type RequestHandler } from 'express';

/** Reads a request's JSON of so many kilobytes at most; what is larger, or no JSON, is refused in a sentence. */
export function jsonBody(kilobytes: number): RequestHandler {
  const read = express.json({ limit: kilobytes * 1024 });
  return (request, response, next) =>
    read(request, response, error => next(error && refusal(error, kilobytes)));
}

function refusal(error: Error & { type?: string }, kilobytes: number): Error {
  if (error.type === 'entity.too.large') {
    const sentence = `This is more than the ${kilobytes} kB that are taken at once: send less.`;
    return Object.assign(new InputError(sentence), { statusCode: 413 });
  }
  if (error.type === 'entity.parse.failed') return new InputError('The body has to be JSON.');
  return error;
}
