import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import type { AppReleases } from '@private-ai/plugin-private-ai-common';
import type { Answer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { ReleaseList } from './ReleaseList';

/** The list of releases once it is there; that it is asked for, or could not be read, before. */
export function ReleaseHistory({
  answer: { value, error, reload },
}: {
  answer: Answer<AppReleases>;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  if (value) return <ReleaseList releases={value} />;
  if (!error) {
    return (
      <Text role="status" color="secondary">
        {t('release.checking')}
      </Text>
    );
  }
  return (
    <FailureAlert title={t('release.error')} error={error}>
      <Button variant="secondary" onPress={reload}>
        {t('again')}
      </Button>
    </FailureAlert>
  );
}
