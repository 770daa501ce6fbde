import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { privateAiTranslationRef } from '../translations/ref';

/** The portal's own backend, which starts what a push to the repository asks for. */
const portal = 'plugin:private-ai';

/** Who asked for something: a person by their name, with a link; a push to the repository; whoever else by what they are called. */
export function Person({ who }: { who: string }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  if (who.startsWith('user:')) return <EntityRefLink entityRef={who} defaultKind="user" />;
  return <>{who === portal ? t('who.push') : who}</>;
}
