import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, ButtonLink, Flex, Text } from '@backstage/ui';
import type { Preview } from '@private-ai/plugin-private-ai-common';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { privateAiTranslationRef } from '../translations/ref';
import { Person } from '../ui/Person';
import { useChatLink } from '../ui/useChatLink';
import { usePreviewName } from '../ui/usePreviewName';
import { PreviewDecision } from './PreviewDecision';
import styles from './releases.module.css';
import { useWhen } from './useWhen';

/** That a preview stands, how it is and until when; for who may, its chat, and how it ends. */
export function PreviewStanding({
  entityRef,
  landingZone,
  preview,
  mayChange,
  mayChat,
  busy,
  onChanged,
}: {
  entityRef: string;
  landingZone: string;
  preview: Preview;
  mayChange: boolean;
  mayChat: boolean;
  /** Another operation is under way. */
  busy: boolean;
  onChanged: () => void;
}) {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const nameOf = usePreviewName();
  const when = useWhen();
  const chatLink = useChatLink();
  const { commit, image, state, since, until, by, error } = preview;
  const asked = { preview, isDisabled: busy, onStarted: onChanged };
  return (
    <Alert
      status={state === 'failed' ? 'warning' : 'info'}
      icon
      title={nameOf(preview)}
      description={
        <Flex direction="column" gap="1">
          <Text as="p">{t(`preview.state.${state}`)}</Text>
          {error && (
            <Text as="p" variant="body-small" color="danger" className={styles.reason}>
              {error}
            </Text>
          )}
          <Text as="p" variant="body-small" color="secondary">
            {t('preview.since', { since: when(since), until: when(until) })}
            {by && (
              <>
                {' · '}
                <Person who={by} />
              </>
            )}
          </Text>
        </Flex>
      }
      customActions={
        mayChange && (
          <Flex gap="2" style={{ flexWrap: 'wrap' }}>
            {mayChat && state === 'ready' && (
              <ButtonLink variant="secondary" size="small" href={chatLink(entityRef, 'preview')}>
                {t('preview.chat')}
              </ButtonLink>
            )}
            {state === 'ready' && (
              <PreviewDecision
                {...asked}
                what="promote"
                start={key => api.startRelease(entityRef, { commit, image }, key)}
              />
            )}
            <PreviewDecision
              {...asked}
              what="end"
              start={key =>
                api.startOperation({ kind: 'end-preview', input: { entityRef, landingZone } }, key)
              }
            />
          </Flex>
        )
      }
    />
  );
}
