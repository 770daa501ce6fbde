import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntityPermission } from '@backstage/plugin-catalog-react/alpha';
import { Button, ButtonLink, Flex, Text } from '@backstage/ui';
import {
  isUnderWay,
  mayAnswer,
  privateAiAppDeletePermission,
  privateAiAppUpdatePermission,
  privateAiChatUsePermission,
  type AppOverview,
} from '@private-ai/plugin-private-ai-common';
import { useId } from 'react';
import { ReleaseDialog } from '../releases/ReleaseDialog';
import { templateRouteRef } from '../routes';
import { privateAiTranslationRef } from '../translations/ref';
import { useChatLink } from '../ui/useChatLink';
import { changeQuery, changeTemplate } from '../ui/changeForm';
import { DialogButton } from '../ui/DialogButton';
import { RetireDialog } from './RetireDialog';

/** Release, Chat, Change and, more quietly, Retire, for those who may; what changes it not while another operation is under way. */
export function AppActions({
  overview,
  onChanged,
}: {
  overview: AppOverview;
  onChanged: () => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { entityRef, request, operation, status } = overview;
  const mayChange = useEntityPermission(privateAiAppUpdatePermission).allowed;
  const mayRetire = useEntityPermission(privateAiAppDeletePermission).allowed;
  const mayChat = useEntityPermission(privateAiChatUsePermission).allowed && mayAnswer(status);
  const chatLink = useChatLink();
  const templateLink = useRouteRef(templateRouteRef);
  const reasonId = useId();
  if (!mayChange && !mayRetire && !mayChat) return null;
  const busy = isUnderWay(operation);
  const changes = mayChange && templateLink;
  const reason = busy ? t('change.busy') : mayChange && !request ? t('change.unknown') : undefined;
  return (
    <Flex direction="column" gap="2">
      <Flex gap="2" style={{ flexWrap: 'wrap' }}>
        {mayChange && (
          <DialogButton
            label={t('release.button')}
            variant="primary"
            isDisabled={busy || !request}
            reasonId={busy || !request ? reasonId : undefined}
          >
            {close => <ReleaseDialog entityRef={entityRef} onStarted={onChanged} onClose={close} />}
          </DialogButton>
        )}
        {mayChat && (
          <ButtonLink variant="secondary" href={chatLink(entityRef)}>
            {t('chat.title')}
          </ButtonLink>
        )}
        {changes &&
          (request && !busy ? (
            <ButtonLink
              variant="secondary"
              href={`${templateLink(changeTemplate)}${changeQuery(request)}`}
            >
              {t('change.button')}
            </ButtonLink>
          ) : (
            <Button variant="secondary" isDisabled aria-describedby={reasonId}>
              {t('change.button')}
            </Button>
          ))}
        {mayRetire && (
          <DialogButton
            label={t('retire.button')}
            variant="tertiary"
            isDisabled={busy}
            reasonId={busy ? reasonId : undefined}
          >
            {close => <RetireDialog overview={overview} onStarted={onChanged} onClose={close} />}
          </DialogButton>
        )}
      </Flex>
      {reason && (
        <Text as="p" id={reasonId} variant="body-small" color="secondary">
          {reason}
        </Text>
      )}
    </Flex>
  );
}
