import { stringifyEntityRef } from '@backstage/catalog-model';
import { EmptyState, Progress } from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { MissingAnnotationEmptyState, useEntity } from '@backstage/plugin-catalog-react';
import { useEntityPermission } from '@backstage/plugin-catalog-react/alpha';
import { ButtonIcon, Flex, Link, Text, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import {
  ANNOTATION_NAMESPACE,
  metricRanges,
  privateAiMetricsReadPermission,
  type AppMetrics,
  type MetricRange,
} from '@private-ai/plugin-private-ai-common';
import { RiRefreshLine } from '@remixicon/react';
import { useCallback, useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { FailureAlert } from '../ui/FailureAlert';
import { NotAllowed } from '../ui/NotAllowed';
import { StatusNotice } from '../ui/StatusNotice';
import { useAvailability } from '../ui/useAvailability';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './metrics.module.css';
import { MetricPanelCard } from './MetricPanelCard';
import { useFigures } from './useFigures';

/** Milliseconds between two looks. */
const lookEvery = 30_000;

/** The entity page's tab: what the app's telemetry says over the chosen range. */
export default function MetricsTab() {
  const { entity } = useEntity();
  if (!entity.metadata.annotations?.[ANNOTATION_NAMESPACE]) {
    return <MissingAnnotationEmptyState annotation={ANNOTATION_NAMESPACE} />;
  }
  return <AllowedMetrics entityRef={stringifyEntityRef(entity)} />;
}

function AllowedMetrics({ entityRef }: { entityRef: string }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { allowed, loading } = useEntityPermission(privateAiMetricsReadPermission);
  if (loading) return <Progress />;
  if (allowed) return <AskedMetrics entityRef={entityRef} />;
  return (
    <NotAllowed title={t('metrics.deniedTitle')}>
      {t('metrics.denied', { permission: privateAiMetricsReadPermission.name })}
    </NotAllowed>
  );
}

function AskedMetrics({ entityRef }: { entityRef: string }) {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [range, setRange] = useState<MetricRange>('1h');
  const ask = useCallback(
    (signal: AbortSignal) => api.metrics(entityRef, range, signal),
    [api, entityRef, range],
  );
  const { value, error, failingSince, loading, reload } = useAnswer(ask, lookEvery);
  const { clock } = useFigures();
  return (
    <Flex direction="column" gap="4">
      <Flex gap="3" align="center" style={{ flexWrap: 'wrap' }}>
        <ToggleButtonGroup
          aria-label={t('metrics.range')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[range]}
          onSelectionChange={keys => setRange([...keys][0] as MetricRange)}
        >
          {metricRanges.map(one => (
            <ToggleButton key={one} id={one}>
              {t(`metrics.ranges.${one}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <ButtonIcon
          icon={<RiRefreshLine aria-hidden />}
          aria-label={t('metrics.refresh')}
          variant="tertiary"
          onPress={reload}
          isPending={loading && Boolean(value)}
        />
        {value && (
          <Text variant="body-small" color="secondary">
            {t('metrics.updated', { time: clock(value.end) })}
          </Text>
        )}
        {value?.grafanaUrl && (
          <Link href={value.grafanaUrl} target="_blank" rel="noopener">
            {t('metrics.grafana')}
          </Link>
        )}
      </Flex>
      {error && (
        <FailureAlert
          title={t('metrics.error')}
          error={error}
          stale={value ? failingSince : undefined}
        />
      )}
      {!value && !error && <Progress />}
      {value && <Panels entityRef={entityRef} metrics={value} />}
    </Flex>
  );
}

/** Nobody asked its agent anything, or nobody could. */
function Silent({ entityRef }: { entityRef: string }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { status } = useAvailability(entityRef);
  if (status) return <StatusNotice status={status} />;
  return (
    <EmptyState missing="data" title={t('metrics.emptyTitle')} description={t('metrics.empty')} />
  );
}

function Panels({ entityRef, metrics }: { entityRef: string; metrics: AppMetrics }) {
  const silent = metrics.panels.every(
    ({ series, error }) => !error && series.every(({ points }) => points.length === 0),
  );
  if (silent) return <Silent entityRef={entityRef} />;
  return (
    <div className={styles.panels}>
      {metrics.panels.map(panel => (
        <MetricPanelCard key={panel.id} panel={panel} metrics={metrics} />
      ))}
    </div>
  );
}
