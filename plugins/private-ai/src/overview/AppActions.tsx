import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntityPermission } from '@backstage/plugin-catalog-react/alpha';
import { Button, ButtonLink, Flex, Text } from '@backstage/ui';
import {
  privateAiAppDeletePermission,
  privateAiAppUpdatePermission,
  type AppOverview,
} from '@private-ai/plugin-private-ai-common';
import { useId } from 'react';
import { ReleaseButton } from '../releases/ReleaseButton';
import { templateRouteRef } from '../routes';
import { privateAiTranslationRef } from '../translations/ref';
import { changeQuery, changeTemplate } from './changeForm';
import { isUnfinished } from './isUnfinished';
import { RetireButton } from './RetireButton';

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
  const busy = Boolean(operation && isUnfinished(operation));
  const changes = mayChange && templateLink;
  const reason = busy ? t('change.busy') : mayChange && !request ? t('change.unknown') : undefined;
  return (
    <Flex direction="column" gap="2">
      <Flex gap="2" style={{ flexWrap: 'wrap' }}>
        {mayChange && (
          <ReleaseButton
            entityRef={entityRef}
            onStarted={onChanged}
            isDisabled={busy || !request}
            reasonId={busy || !request ? reasonId : undefined}
          />
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
          <RetireButton
            overview={overview}
            onStarted={onChanged}
            isDisabled={busy}
            reasonId={busy ? reasonId : undefined}
          />
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
