import { Progress, ResponseErrorPanel } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, ButtonLink } from '@backstage/ui';
import { sentenceOf } from '../api/sentence';
import { usePreview } from '../api/usePreview';
import { privateAiTranslationRef } from '../translations/ref';
import { useChatLink } from '../ui/useChatLink';
import { usePreviewName } from '../ui/usePreviewName';
import { useTime } from '../ui/useTime';
import { ChatRoom } from './ChatRoom';

/** The conversations with the preview of an application, marked as such. */
export function PreviewChat({ entityRef, name }: { entityRef: string; name: string }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { value, error } = usePreview(entityRef);
  const nameOf = usePreviewName();
  const time = useTime();
  const chatLink = useChatLink();
  const away = (
    <ButtonLink variant="secondary" size="small" href={chatLink(entityRef)}>
      {t('preview.toApplication')}
    </ButtonLink>
  );
  if (!value) {
    if (!error) return <Progress />;
    return (
      <ResponseErrorPanel title={`${t('preview.error')}: ${sentenceOf(error)}`} error={error} />
    );
  }
  const { preview } = value;
  if (!preview) return <Alert status="info" icon title={t('preview.gone')} customActions={away} />;
  const { commit, state, until } = preview;
  const isReady = state === 'ready';
  return (
    <>
      <Alert
        status={isReady ? 'info' : 'warning'}
        icon
        title={nameOf(preview)}
        description={[
          ...(isReady ? [] : [t(`preview.state.${state}`)]),
          t('preview.inChat', { until: time(until) }),
        ].join(' ')}
        customActions={away}
      />
      <ChatRoom key={commit} entityRef={entityRef} name={name} preview={preview} />
    </>
  );
}
