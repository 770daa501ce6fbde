import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import { outageOf } from '../api/outage';
import { sentenceOf } from '../api/sentence';
import { privateAiTranslationRef } from '../translations/ref';
import { Outages } from './Outages';
import { useTime } from './useTime';

/**
 * The backend's sentence about what did not work, said to a screen reader as soon as it appears; where a system is away, the same as
 * everywhere else.
 */
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
  const since = stale && t('stale', { time: time(stale) });
  const outage = outageOf(error);
  if (outage) {
    return (
      <div role="alert">
        <Outages outages={[outage]} />
        {since && <Text as="p">{since}</Text>}
        {children}
      </div>
    );
  }
  const said = sentenceOf(error);
  return (
    <div role="alert">
      <Alert
        status="danger"
        icon
        title={title}
        description={since ? `${said} ${since}` : said}
        customActions={children}
      />
    </div>
  );
}
