import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { Operation } from '@private-ai/plugin-private-ai-common';
import { useEffect, useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';

/** How long an operation has run, counting while it does; nothing before it starts. */
export function Elapsed({ operation }: { operation: Operation }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const { startedAt, endedAt, state } = operation;
  const [now, setNow] = useState(Date.now);
  const counting = state === 'running';
  useEffect(() => {
    if (!counting) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [counting]);
  if (!startedAt || state === 'queued') return null;
  const end = counting ? now : Date.parse(endedAt ?? operation.updatedAt);
  return (
    // Not live: a screen reader would speak every second.
    <Text variant="body-small" color="secondary" style={{ whiteSpace: 'nowrap' }}>
      <span role="timer" aria-live="off" title={t('operation.elapsed')}>
        {durationText(end - Date.parse(startedAt), language)}
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
