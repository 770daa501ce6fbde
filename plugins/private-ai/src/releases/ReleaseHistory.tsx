import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import type { AppReleases } from '@private-ai/plugin-private-ai-common';
import type { Answer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { ReleaseList } from './ReleaseList';

/** The list of releases once it is there; that it is asked for before, and what keeps it from being read. */
export function ReleaseHistory({
  answer: { value, error, failingSince, reload },
}: {
  answer: Answer<AppReleases>;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (
    <>
      {error && (
        <FailureAlert title={t('release.error')} error={error} stale={value && failingSince}>
          <Button variant="secondary" onPress={reload}>
            {t('again')}
          </Button>
        </FailureAlert>
      )}
      {value && <ReleaseList releases={value} />}
      {!value && !error && (
        <Text role="status" color="secondary">
          {t('release.checking')}
        </Text>
      )}
    </>
  );
}
