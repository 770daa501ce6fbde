import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import { useCallback, useEffect } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { Outages } from '../ui/Outages';
import { FieldFailure } from './FieldNote';
import { ObstacleList } from './ObstacleList';
import { usePlanSummary } from './planSummary';
import { PlanTable } from './PlanTable';
import { planRequestOf, type PlanOptions } from './request';
import { useDerivedValue } from './useDerivedValue';
import { everyObstacle, obstaclesOf } from './validation';

/** What the form would do, resource by resource, before anything is written; and everything that stands in its way. */
export function PlanField(props: FieldExtensionComponentProps<string, PlanOptions>) {
  const { schema, uiSchema, formContext, formData, onChange } = props;
  const { t } = useTranslationRef(privateAiTranslationRef);
  const api = useApi(privateAiApiRef);
  const summaryOf = usePlanSummary();
  const options = uiSchema?.['ui:options'];
  const asked = planRequestOf(formContext?.formData ?? {}, options);
  const request = JSON.stringify(asked);
  const { value, error, loading, reload } = useAnswer(
    useCallback((signal: AbortSignal) => api.plan(JSON.parse(request), signal), [api, request]),
  );
  // What was found when the form wanted to go on is told by asking anew.
  const found = props.rawErrors?.join('\n');
  useEffect(() => {
    if (found) reload();
  }, [found, reload]);
  // The value says nothing; but a field without one is not validated.
  useDerivedValue(formData, 'shown', onChange);
  const change = options?.change === true;
  const title = schema.title ?? t(change ? 'fields.plan.titleChange' : 'fields.plan.title');
  const obstacles = value && obstaclesOf(value, t);
  const rows = value?.rows ?? [];
  const isBarred = value && everyObstacle(value, t).length > 0;
  return (
    <section aria-label={title} aria-busy={loading}>
      <Flex direction="column" gap="3">
        <Flex gap="3" align="start" justify="between">
          <Flex direction="column" gap="1">
            <Text as="h3" variant="title-x-small">
              {title}
            </Text>
            <Text variant="body-small" color="secondary">
              {schema.description ??
                t(change ? 'fields.plan.descriptionChange' : 'fields.plan.description')}
            </Text>
          </Flex>
          {value && (
            <Button variant="secondary" size="small" isPending={loading} onPress={reload}>
              {t('fields.plan.reload')}
            </Button>
          )}
        </Flex>
        {error && <FieldFailure error={error} retry={reload} />}
        <Outages outages={value?.outages ?? []} />
        {obstacles && <ObstacleList obstacles={obstacles} request={asked} />}
        <div role="status">
          <Text variant="body-medium" weight={value && !loading ? 'bold' : 'regular'}>
            {loading
              ? t('fields.plan.checking')
              : value && (rows.length > 0 ? summaryOf(rows) : !isBarred && t('fields.plan.none'))}
          </Text>
        </div>
        {value?.again && <Alert status="info" icon description={t('fields.plan.again')} />}
        {value?.repository && (
          <Alert
            status="info"
            icon
            description={t('fields.plan.standing', {
              commit: value.repository.commit.slice(0, 12),
            })}
          />
        )}
        {rows.length > 0 && (
          <PlanTable rows={rows} caption={title} instructions={asked.instructions} />
        )}
      </Flex>
    </section>
  );
}
