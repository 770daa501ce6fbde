import { InputError } from '@backstage/errors';
import {
  appTextLength,
  say,
  trialLimits,
  type ModelName,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { TrialRefusal } from './trialRefusal';

/** One question to some of a landing zone's models, as it may be asked. */
export interface Trial {
  instructions: string;
  question: string;
  /** In the order in which they were named. */
  models: { name: ModelName; deployment: string }[];
}

/** @throws InputError, TrialRefusal for a model that the zone does not offer, or not to be tried */
export function parseTrial(body: unknown, zone: LandingZone): Trial {
  const { instructions, question, models } = (body ?? {}) as Record<string, unknown>;
  return {
    instructions: text('instructions', instructions, appTextLength.instructions),
    question: text('question', question, trialLimits.question),
    models: modelsIn(models, zone),
  };
}

function text(field: string, value: unknown, most: number): string {
  if (typeof value === 'string' && value.trim() !== '' && value.length <= most) return value;
  throw new InputError(`The field ${field} takes a text of 1 to ${most} characters.`);
}

function modelsIn(value: unknown, { title, playground }: LandingZone): Trial['models'] {
  const asked: Partial<ModelName>[] = Array.isArray(value) ? value : [];
  if (asked.length < 1 || asked.length > trialLimits.models)
    throw new InputError(`The field models takes 1 to ${trialLimits.models} models.`);
  const offers = [...(playground?.deployments ?? [])];
  const found = asked.map(one => {
    const [offer, deployment] =
      offers.find(
        ([{ name, version, sku }]) =>
          name === one?.name && version === one.version && sku === one.sku,
      ) ?? [];
    if (offer && deployment) return { name: offer, deployment };
    const model = [one?.name, one?.version, one?.sku].map(part => String(part).slice(0, 64));
    throw new TrialRefusal(400, say('trial-not-offered', { zone: title, model: model.join(' ') }));
  });
  if (new Set(found.map(({ name }) => name)).size === found.length) return found;
  throw new InputError('The field models takes each model once.');
}
