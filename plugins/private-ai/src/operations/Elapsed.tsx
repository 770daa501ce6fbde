import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';

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

/** A duration in its two largest units, from seconds to hours: `1 min 5 sec`, `1분 5초`. */
export function durationText(milliseconds: number, language: string): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [
    ['hour', Math.floor(seconds / 3600)],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', seconds % 60],
  ] as const;
  const first = parts.findIndex(([, value]) => value > 0);
  return (first < 0 ? parts.slice(-1) : parts.slice(first, first + 2))
    .map(([unit, value]) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value),
    )
    .join(' ');
}
