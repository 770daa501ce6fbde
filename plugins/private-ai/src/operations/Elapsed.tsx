import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { durationText } from '../ui/duration';

/**
 * How long something has run, counting while it does.
 * @param endedAt - left out while it goes on; both in milliseconds since 1970
 */
export function Elapsed({ startedAt, endedAt }: { startedAt: number; endedAt?: number }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const [now, setNow] = useState(Date.now);
  const counting = endedAt === undefined;
  useEffect(() => {
    if (!counting) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [counting]);
  return (
    // Not live: a screen reader would speak every second.
    <Text variant="body-small" color="secondary" style={{ whiteSpace: 'nowrap' }}>
      <span role="timer" aria-live="off" title={t('operation.elapsed')}>
        {durationText((endedAt ?? now) - startedAt, language)}
      </span>
    </Text>
  );
}
