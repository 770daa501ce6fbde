import { Progress, ResponseErrorPanel } from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { ButtonIcon, Container, Flex, Text } from '@backstage/ui';
import { privateAiCurationReadPermission } from '@private-ai/plugin-private-ai-common';
import { RiRefreshLine } from '@remixicon/react';
import { useCallback } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { sentenceOf } from '../api/sentence';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { AppsTable } from './AppsTable';
import { FailureAlert } from '../ui/FailureAlert';
import { NotAllowed } from '../ui/NotAllowed';
import { useTime } from '../ui/useTime';
import { OperationsTable } from './OperationsTable';
import { LandingZoneCards } from './LandingZoneCards';
import { TemplateVersions } from './TemplateVersions';

/** What the platform team offers and what is made of it. */
export function PlatformPage() {
  const permission = usePermission({ permission: privateAiCurationReadPermission });
  return (
    <Container py="6">
      {permission.loading && <Progress />}
      {!permission.loading && (permission.allowed ? <AskedPlatform /> : <Denied />)}
    </Container>
  );
}

function Denied() {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (
    <NotAllowed title={t('curation.deniedTitle')}>
      {t('curation.denied', { permission: privateAiCurationReadPermission.name })}
    </NotAllowed>
  );
}

function AskedPlatform() {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const time = useTime();
  const { value, error, failingSince, loading, reload } = useAnswer(
    useCallback(
      async (signal: AbortSignal) => {
        const platform = await api.platform(signal);
        return { ...platform, at: new Date().toISOString() };
      },
      [api],
    ),
  );
  if (error && !value) {
    return (
      <ResponseErrorPanel title={`${t('curation.error')}: ${sentenceOf(error)}`} error={error} />
    );
  }
  if (!value) return <Progress />;
  return (
    <Flex direction="column" gap="6">
      <Flex align="center" gap="2">
        <Text color="secondary">{t('curation.asOf', { time: time(value.at) })}</Text>
        <ButtonIcon
          icon={<RiRefreshLine aria-hidden />}
          aria-label={t('curation.refresh')}
          variant="tertiary"
          onPress={reload}
          isPending={loading}
        />
      </Flex>
      {error && <FailureAlert title={t('curation.error')} error={error} stale={failingSince} />}
      <LandingZoneCards landingZones={value.landingZones} />
      <OperationsTable />
      <AppsTable apps={value.apps} landingZones={value.landingZones} />
      <TemplateVersions templates={value.templates} />
    </Flex>
  );
}
