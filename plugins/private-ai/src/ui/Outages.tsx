import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Text } from '@backstage/ui';
import type { Outage } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { useSentence } from './useSentence';
import { useTime } from './useTime';

/** What cannot be asked, a sentence each; what was said stands behind it, for who looks for the cause. */
export function Outages({ outages }: { outages: readonly Outage[] }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const sentenceOf = useSentence();
  const time = useTime();
  return (
    <>
      {outages.map(({ system, zone, since, refuses, sentence, detail }) => (
        <Alert
          key={`${system} ${zone}`}
          status="warning"
          icon
          title={sentenceOf(sentence, detail)}
          description={
            <>
              <Text as="p">
                {t('status.since', { time: time(since) })}{' '}
                {t(refuses ? 'status.remedy.platform-team' : 'status.remedy.passes')}
              </Text>
              <details>
                <summary>{t('status.said')}</summary>
                <Text as="p" variant="body-small">
                  {detail}
                </Text>
              </details>
            </>
          }
        />
      ))}
    </>
  );
}
