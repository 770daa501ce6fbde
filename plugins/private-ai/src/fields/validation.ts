import {
  translationApiRef,
  type ApiHolder,
  type TranslationFunction,
  type TranslationRef,
} from '@backstage/frontend-plugin-api';
import type { AppPlan } from '@private-ai/plugin-private-ai-common';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { privateAiTranslationRef } from '../translations/ref';
import { planRequestOf, type FormValues, type PlanOptions } from './request';

type Messages = typeof privateAiTranslationRef extends TranslationRef<string, infer M> ? M : never;

/** The texts for a validation, which runs outside of React; the form has loaded them already. */
export function textsOf(apis: ApiHolder): TranslationFunction<Messages> {
  const texts = apis.get(translationApiRef)?.getTranslation(privateAiTranslationRef);
  if (!texts?.ready) throw new Error('The texts of the form are still loading: try again.');
  return texts.t;
}

/** Asks the backend about the form as it stands; throws the backend's sentence when it does not answer. */
export async function askPlan(
  apis: ApiHolder,
  formData: FormValues,
  options?: PlanOptions,
): Promise<AppPlan> {
  const api = apis.get(privateAiApiRef);
  if (!api) throw new Error('The plugin private-ai is not installed in this app.');
  return api.plan(planRequestOf(formData, options));
}

/**
 * What bars the way, each sentence once: the problems; a blocked resource's reason only where no problem tells it, since
 * what needs a blocked resource is blocked as well.
 */
export function obstaclesOf({ problems, rows }: AppPlan): string[] {
  const told = problems.map(({ message }) => message);
  const blocked = rows.flatMap(({ action, reason }) =>
    action === 'blocked' && reason ? [reason] : [],
  );
  return [...new Set(told.length > 0 ? told : blocked)];
}
