import { stringifyEntityRef } from '@backstage/catalog-model';
import { Progress, ResponseErrorPanel } from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityInfoCard,
  MissingAnnotationEmptyState,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { ButtonIcon } from '@backstage/ui';
import {
  isUnderWay,
  ANNOTATION_LANDING_ZONE,
  ANNOTATION_NAMESPACE,
  type AppOverview,
} from '@private-ai/plugin-private-ai-common';
import { RiRefreshLine } from '@remixicon/react';
import { useCallback, useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { AppSummary } from './AppSummary';

/** Milliseconds between two looks while something is under way. */
const lookEvery = 5_000;

/** The entity page's card: what exists of a private AI app, how it is, and what is under way. */
export function OverviewCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(privateAiTranslationRef);
  const missing = [ANNOTATION_LANDING_ZONE, ANNOTATION_NAMESPACE].filter(
    annotation => !entity.metadata.annotations?.[annotation],
  );
  if (missing.length > 0) {
    return (
      <EntityInfoCard title={t('overview.title')}>
        <MissingAnnotationEmptyState annotation={missing} />
      </EntityInfoCard>
    );
  }
  return <AskedOverview entityRef={stringifyEntityRef(entity)} />;
}

function AskedOverview({ entityRef }: { entityRef: string }) {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [moving, setMoving] = useState(false);
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const overview = await api.overview(entityRef, signal);
      setMoving(isMoving(overview));
      return overview;
    },
    [api, entityRef],
  );
  const { value, error, loading, reload } = useAnswer(ask, moving ? lookEvery : undefined);
  return (
    <EntityInfoCard
      title={t('overview.title')}
      headerActions={
        <ButtonIcon
          icon={<RiRefreshLine aria-hidden />}
          aria-label={t('overview.refresh')}
          variant="tertiary"
          onPress={reload}
          isPending={loading && Boolean(value)}
        />
      }
    >
      {error && <ResponseErrorPanel title={t('overview.error')} error={error} defaultExpanded />}
      {!value && !error && <Progress />}
      {value && <AppSummary overview={value} onChanged={reload} />}
    </EntityInfoCard>
  );
}

function isMoving({ resources, operation }: AppOverview): boolean {
  return resources.some(({ health }) => health === 'progressing') || isUnderWay(operation);
}
