import { stringifyEntityRef } from '@backstage/catalog-model';
import { Progress, ResponseErrorPanel } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { MissingAnnotationEmptyState, useEntity } from '@backstage/plugin-catalog-react';
import { useEntityPermission } from '@backstage/plugin-catalog-react/alpha';
import {
  ANNOTATION_NAMESPACE,
  privateAiChatUsePermission,
} from '@private-ai/plugin-private-ai-common';
import { useSearchParams } from 'react-router-dom';
import { privateAiTranslationRef } from '../translations/ref';
import { NotAllowed } from '../ui/NotAllowed';
import { ChatRoom } from './ChatRoom';
import { PreviewChat } from './PreviewChat';

/** The entity page's tab: talk with the app's agent. */
export default function ChatTab() {
  const { entity } = useEntity();
  if (!entity.metadata.annotations?.[ANNOTATION_NAMESPACE]) {
    return <MissingAnnotationEmptyState annotation={ANNOTATION_NAMESPACE} />;
  }
  return <AllowedChat />;
}

function AllowedChat() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [asked] = useSearchParams();
  const { loading, allowed, error } = useEntityPermission(privateAiChatUsePermission);
  if (loading) return <Progress />;
  if (error) return <ResponseErrorPanel title={t('chat.permissionError')} error={error} />;
  if (!allowed) {
    return (
      <NotAllowed title={t('chat.deniedTitle')}>
        {t('chat.denied', { permission: privateAiChatUsePermission.name })}
      </NotAllowed>
    );
  }
  const entityRef = stringifyEntityRef(entity);
  const props = { entityRef, name: entity.metadata.title ?? entity.metadata.name };
  return asked.has('preview') ? (
    <PreviewChat key={entityRef} {...props} />
  ) : (
    <ChatRoom key={entityRef} {...props} />
  );
}
