import {
  translationApiRef,
  type ApiHolder,
  type TranslationFunction,
  type TranslationRef,
} from '@backstage/frontend-plugin-api';
import type { AppPlan, LandingZoneOffer, NameAnswer } from '@private-ai/plugin-private-ai-common';
import { privateAiApiRef, type PrivateAiApi } from '../api/PrivateAiApi';
import { sentenceOf } from '../api/sentence';
import { privateAiTranslationRef } from '../translations/ref';
import { sentenceIn } from '../ui/useSentence';
import { planRequestOf, type FormValues, type PlanOptions } from './request';

type Messages = typeof privateAiTranslationRef extends TranslationRef<string, infer M> ? M : never;

/** The texts of the plugin. */
export type Texts = TranslationFunction<Messages>;

/** The texts for a validation, which runs outside of React; the form has loaded them already. */
export function textsOf(apis: ApiHolder): Texts {
  const texts = apis.get(translationApiRef)?.getTranslation(privateAiTranslationRef);
  if (!texts?.ready) throw new Error('The texts of the form are still loading: try again.');
  return texts.t;
}

/** Asks the backend about the form as it stands. */
export const askPlan = (
  apis: ApiHolder,
  formData: FormValues,
  options?: PlanOptions,
): Promise<AppPlan> => asked(apis, api => api.plan(planRequestOf(formData, options)));

/** The form shows what is thrown as it is: the backend's own sentence where it refuses, not the status line around it. */
async function asked<T>(apis: ApiHolder, question: (api: PrivateAiApi) => Promise<T>): Promise<T> {
  const api = apis.get(privateAiApiRef);
  if (!api) throw new Error('The plugin private-ai is not installed in this app.');
  try {
    return await question(api);
  } catch (error) {
    throw new Error(sentenceOf(error as Error), { cause: error });
  }
}

/** What the form may offer. */
export const askZones = (apis: ApiHolder): Promise<LandingZoneOffer[]> =>
  asked(apis, api => api.landingZones());

/** The same, asked of the name alone. */
export async function askName(
  apis: ApiHolder,
  { name, landingZone }: FormValues,
): Promise<NameAnswer> {
  const zone = typeof landingZone === 'string' ? landingZone : undefined;
  return asked(apis, api => api.name(String(name), zone));
}

/** What bars the way, each sentence once, by who can put it right; systems that are away are told apart. */
export interface Obstacles {
  /** A field of the form. */
  inForm: string[];
  /** Nothing that the form asks for. */
  beyond: string[];
}

/** A blocked resource's reason only where nothing else is told: what needs a blocked resource is blocked as well. */
export function obstaclesOf({ problems, rows, outages = [] }: AppPlan, t: unknown): Obstacles {
  const told = (isInForm: boolean) =>
    problems
      .filter(({ field }) => (field !== undefined) === isInForm)
      .map(({ message, sentence }) => sentenceIn(t, sentence, message));
  const blocked = rows.flatMap(({ action, reason }) =>
    action === 'blocked' && reason ? [reason] : [],
  );
  const isTold = problems.length + outages.length > 0;
  const once = (sentences: string[]) => [...new Set(sentences)];
  return { inForm: once(told(true)), beyond: once(isTold ? told(false) : blocked) };
}

/** All of them, for who only has to know that there are some. */
export function everyObstacle(plan: AppPlan, t: unknown): string[] {
  const { inForm, beyond } = obstaclesOf(plan, t);
  const away = (plan.outages ?? []).map(({ sentence, detail }) => sentenceIn(t, sentence, detail));
  return [...away, ...inForm, ...beyond];
}
