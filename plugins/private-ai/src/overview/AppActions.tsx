import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntityPermission } from '@backstage/plugin-catalog-react/alpha';
import { Button, ButtonLink, Flex, Text } from '@backstage/ui';
import {
  isUnderWay,
  privateAiAppDeletePermission,
  privateAiAppUpdatePermission,
  type AppOverview,
} from '@private-ai/plugin-private-ai-common';
import { useId } from 'react';
import { ReleaseDialog } from '../releases/ReleaseDialog';
import { templateRouteRef } from '../routes';
import { privateAiTranslationRef } from '../translations/ref';
import { changeQuery, changeTemplate } from '../ui/changeForm';
import { DialogButton } from '../ui/DialogButton';
import { RetireDialog } from './RetireDialog';

/** Release, Change and Retire, for those who may; not while another operation is under way. */
export function AppActions({
  overview,
  onChanged,
}: {
  overview: AppOverview;
  onChanged: () => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const mayChange = useEntityPermission(privateAiAppUpdatePermission).allowed;
  const mayRetire = useEntityPermission(privateAiAppDeletePermission).allowed;
  const templateLink = useRouteRef(templateRouteRef);
  const reasonId = useId();
  const { entityRef, request, operation } = overview;
  if (!mayChange && !mayRetire) return null;
  const busy = isUnderWay(operation);
  const changes = mayChange && templateLink;
  const reason = busy ? t('change.busy') : mayChange && !request ? t('change.unknown') : undefined;
  return (
    <Flex direction="column" gap="2">
      <Flex gap="2" style={{ flexWrap: 'wrap' }}>
        {mayChange && (
          <DialogButton
            label={t('release.button')}
            isDisabled={busy || !request}
            reasonId={busy || !request ? reasonId : undefined}
          >
            {close => <ReleaseDialog entityRef={entityRef} onStarted={onChanged} onClose={close} />}
          </DialogButton>
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
            destructive
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
