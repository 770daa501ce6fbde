import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import type { AppMetrics, MetricPanel } from '@private-ai/plugin-private-ai-common';
import { RiErrorWarningLine } from '@remixicon/react';
import { privateAiTranslationRef } from '../translations/ref';
import { Curves } from './Curves';
import { MetricTable } from './MetricTable';
import styles from './metrics.module.css';
import { useFigures } from './useFigures';
import { usePanelTexts } from './usePanelTexts';

/** One question to the telemetry: its figure, its curve, and the same as a table; or why there is none. */
export function MetricPanelCard({ panel, metrics }: { panel: MetricPanel; metrics: AppMetrics }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { figure } = useFigures();
  const { panelTitle } = usePanelTexts();
  const title = panelTitle(panel.id);
  const empty = panel.series.every(({ points }) => points.length === 0);
  return (
    <Card className={styles.panel}>
      <CardHeader>
        <Flex justify="between" align="baseline" gap="2">
          <Text as="h3" variant="body-medium" weight="bold">
            {title}
          </Text>
          {panel.total !== undefined && !panel.error && (
            <Text variant="title-small">{figure(panel.total, panel.unit)}</Text>
          )}
        </Flex>
      </CardHeader>
      <CardBody>
        {panel.error && (
          <div role="alert">
            <Flex gap="2">
              <RiErrorWarningLine
                size={16}
                color="var(--bui-fg-danger)"
                aria-hidden
                style={{ flexShrink: 0 }}
              />
              <Text color="danger" className={styles.sentence}>
                {panel.error}
              </Text>
            </Flex>
          </div>
        )}
        {!panel.error && empty && <Text color="secondary">{t('metrics.panelEmpty')}</Text>}
        {!panel.error && !empty && (
          <>
            <Curves
              panel={panel}
              metrics={metrics}
              label={t('metrics.curve', { title, range: t(`metrics.ranges.${metrics.range}`) })}
            />
            <MetricTable panel={panel} />
          </>
        )}
      </CardBody>
    </Card>
  );
}
