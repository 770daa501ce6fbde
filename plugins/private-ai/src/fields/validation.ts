import {
  translationApiRef,
  type ApiHolder,
  type TranslationFunction,
  type TranslationRef,
} from '@backstage/frontend-plugin-api';
import type { AppPreview } from '@private-ai/plugin-private-ai-common';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { privateAiTranslationRef } from '../translations/ref';
import { requestOf, type FormValues } from './request';

type Messages = typeof privateAiTranslationRef extends TranslationRef<string, infer M> ? M : never;

/** The texts for a validation, which runs outside of React; the form has loaded them already. */
export function textsOf(apis: ApiHolder): TranslationFunction<Messages> {
  const texts = apis.get(translationApiRef)?.getTranslation(privateAiTranslationRef);
  if (!texts?.ready) throw new Error('The texts of the form are still loading: try again.');
  return texts.t;
}

/** Asks the backend about the form as it stands; throws the backend's sentence when it does not answer. */
export async function askPreview(apis: ApiHolder, formData: FormValues): Promise<AppPreview> {
  const api = apis.get(privateAiApiRef);
  if (!api) throw new Error('The plugin private-ai is not installed in this app.');
  return api.preview(requestOf(formData));
}
