import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from './en';
import { privateAiTranslationRef } from './ref';

const isKnown = (id: string): id is keyof typeof messages.resources =>
  Object.hasOwn(messages.resources, id);

/** What a person calls a part of an app, by its id; undefined for one that goes by its type. */
export function useResourceTitle(): (id: string) => string | undefined {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return id => (isKnown(id) ? t(`resources.${id}`) : undefined);
}
