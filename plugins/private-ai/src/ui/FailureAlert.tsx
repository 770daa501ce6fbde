import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert } from '@backstage/ui';
import type { ReactNode } from 'react';
import { sentenceOf } from '../api/sentence';
import { privateAiTranslationRef } from '../translations/ref';
import { useTime } from './useTime';

/** The backend's sentence about what did not work, said to a screen reader as soon as it appears. */
export function FailureAlert({
  title,
  error,
  stale,
  children,
}: {
  title: string;
  error: Error;
  /** ISO 8601: what is shown beside it could not be read again since then. */
  stale?: string;
  /** What can be done about it. */
  children?: ReactNode;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const time = useTime();
  const said = sentenceOf(error);
  return (
    <div role="alert">
      <Alert
        status="danger"
        icon
        title={title}
        description={stale ? `${said} ${t('stale', { time: time(stale) })}` : said}
        customActions={children}
      />
    </div>
  );
}
