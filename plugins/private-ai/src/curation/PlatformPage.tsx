import { Progress, ResponseErrorPanel } from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Container, Flex } from '@backstage/ui';
import { privateAiCurationReadPermission } from '@private-ai/plugin-private-ai-common';
import { useCallback } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { sentenceOf } from '../api/sentence';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { AppsTable } from './AppsTable';
import { NotAllowed } from '../ui/NotAllowed';
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
  const { value, error } = useAnswer(
    useCallback((signal: AbortSignal) => api.platform(signal), [api]),
  );
  if (error) {
    return (
      <ResponseErrorPanel title={`${t('curation.error')}: ${sentenceOf(error)}`} error={error} />
    );
  }
  if (!value) return <Progress />;
  return (
    <Flex direction="column" gap="6">
      <LandingZoneCards landingZones={value.landingZones} />
      <OperationsTable />
      <AppsTable apps={value.apps} landingZones={value.landingZones} />
      <TemplateVersions templates={value.templates} />
    </Flex>
  );
}
