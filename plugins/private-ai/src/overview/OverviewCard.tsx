import { stringifyEntityRef } from '@backstage/catalog-model';
import { Progress, ResponseErrorPanel } from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityInfoCard,
  MissingAnnotationEmptyState,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { ResponseError } from '@backstage/errors';
import { ButtonIcon } from '@backstage/ui';
import {
  isUnderWay,
  ANNOTATION_LANDING_ZONE,
  ANNOTATION_NAMESPACE,
  type AppOverview,
  type OperationInputs,
} from '@private-ai/plugin-private-ai-common';
import { RiRefreshLine } from '@remixicon/react';
import { useCallback, useRef, useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { AppSummary } from './AppSummary';
import { GoneApp } from './GoneApp';

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
  return (
    <div data-private-ai-overview>
      <AskedOverview entityRef={stringifyEntityRef(entity)} />
    </div>
  );
}

function AskedOverview({ entityRef }: { entityRef: string }) {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [moving, setMoving] = useState(false);
  const [gone, setGone] = useState(false);
  const seen = useRef<AppOverview>(undefined);
  const ask = useCallback(
    async (signal: AbortSignal) => {
      try {
        const overview = await api.overview(entityRef, signal);
        seen.current = overview;
        setMoving(isMoving(overview));
        return overview;
      } catch (error) {
        if (isAbsent(error) && isLeaving(seen.current)) setGone(true);
        throw error;
      }
    },
    [api, entityRef],
  );
  const { value, error, failingSince, loading, reload } = useAnswer(
    ask,
    moving ? lookEvery : undefined,
  );
  if (gone)
    return (
      <EntityInfoCard title={t('overview.title')}>
        <GoneApp entityRef={entityRef} />
      </EntityInfoCard>
    );
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
      {error && !value && (
        <ResponseErrorPanel title={t('overview.error')} error={error} defaultExpanded />
      )}
      {error && value && (
        <FailureAlert title={t('overview.error')} error={error} stale={failingSince} />
      )}
      {!value && !error && <Progress />}
      {value && <AppSummary overview={value} onChanged={reload} onGone={() => setGone(true)} />}
    </EntityInfoCard>
  );
}

const isAbsent = (error: unknown) => error instanceof ResponseError && error.statusCode === 404;

/** Whether it leaves the catalog at the end of what is under way, or somebody else may have taken it out. */
function isLeaving({ operation, retirement }: Partial<AppOverview> = {}): boolean {
  const { unregister } = (operation?.input ?? {}) as Partial<OperationInputs['retire']>;
  return Boolean(retirement) || (operation?.kind === 'retire' && unregister === true);
}

function isMoving({ resources, operation }: AppOverview): boolean {
  return resources.some(({ health }) => health === 'progressing') || isUnderWay(operation);
}
