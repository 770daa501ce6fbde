import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import { useCallback } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldFailure } from './FieldNote';
import styles from './PlanField.module.css';
import { usePlanSummary } from './planSummary';
import { PlanTable } from './PlanTable';
import { planRequestOf, type PlanOptions } from './request';
import { useDerivedValue } from './useDerivedValue';
import { obstaclesOf } from './validation';

/** What the form would do, resource by resource, before anything is written; and everything that stands in its way. */
export function PlanField(props: FieldExtensionComponentProps<string, PlanOptions>) {
  const { schema, uiSchema, formContext, formData, onChange } = props;
  const { t } = useTranslationRef(privateAiTranslationRef);
  const api = useApi(privateAiApiRef);
  const summaryOf = usePlanSummary();
  const options = uiSchema?.['ui:options'];
  const request = JSON.stringify(planRequestOf(formContext?.formData ?? {}, options));
  const { value, error, loading, reload } = useAnswer(
    useCallback((signal: AbortSignal) => api.plan(JSON.parse(request), signal), [api, request]),
  );
  // The value says nothing; but a field without one is not validated.
  useDerivedValue(formData, 'shown', onChange);
  const change = options?.change === true;
  const title = schema.title ?? t(change ? 'fields.plan.titleChange' : 'fields.plan.title');
  const problems = value ? obstaclesOf(value) : [];
  const rows = value?.rows ?? [];
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
        {problems.length > 0 && <Problems problems={problems} />}
        <div role="status">
          <Text variant="body-medium" weight={value && !loading ? 'bold' : 'regular'}>
            {loading
              ? t('fields.plan.checking')
              : value && (rows.length > 0 ? summaryOf(rows) : t('fields.plan.none'))}
          </Text>
        </div>
        {value?.repository && (
          <Alert
            status="info"
            icon
            description={t('fields.plan.standing', {
              commit: value.repository.commit.slice(0, 12),
            })}
          />
        )}
        {rows.length > 0 && <PlanTable rows={rows} caption={title} />}
      </Flex>
    </section>
  );
}

function Problems({ problems }: { problems: string[] }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const list = (
    <ul className={styles.problems}>
      {problems.map(message => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  );
  return (
    <div role="alert">
      <Alert status="danger" icon title={t('fields.plan.problems')} description={list} />
    </div>
  );
}
