import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { useState, type ReactNode } from 'react';
import { privateAiTranslationRef } from '../translations/ref';

/** The newest of many things, and as many more of those before with each press. */
export function Newest<T>({
  of,
  most,
  children,
}: {
  of: readonly T[];
  most: number;
  children: (one: T) => ReactNode;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const [pages, setPages] = useState(1);
  const before = Math.max(of.length - pages * most, 0);
  return (
    <>
      {before > 0 && (
        <Button size="small" variant="tertiary" onPress={() => setPages(pages + 1)}>
          {t('chat.earlier', { left: before.toLocaleString(language) })}
        </Button>
      )}
      {of.slice(before).map(children)}
    </>
  );
}
