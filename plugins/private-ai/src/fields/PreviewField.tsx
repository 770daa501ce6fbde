import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Alert, Flex, Text } from '@backstage/ui';
import type { AppPreview } from '@private-ai/plugin-private-ai-common';
import { useCallback } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldFailure, FieldNote } from './FieldNote';
import styles from './PreviewField.module.css';
import { requestOf } from './request';
import { useDerivedValue } from './useDerivedValue';

/** What the form would make, by name, before anything is made; and what is wrong with it, by field. */
export function PreviewField(props: FieldExtensionComponentProps<string>) {
  const { schema, formContext, formData, onChange } = props;
  const { t } = useTranslationRef(privateAiTranslationRef);
  const api = useApi(privateAiApiRef);
  const request = JSON.stringify(requestOf(formContext?.formData ?? {}));
  const { value, error, reload } = useAnswer(
    useCallback((signal: AbortSignal) => api.preview(JSON.parse(request), signal), [api, request]),
  );
  // The value says nothing; but a field without one is not validated.
  useDerivedValue(formData, 'shown', onChange);
  return (
    <section aria-label={schema.title ?? t('fields.preview.title')}>
      <Flex direction="column" gap="3">
        <Flex direction="column" gap="1">
          <Text as="h3" variant="title-x-small">
            {schema.title ?? t('fields.preview.title')}
          </Text>
          <Text variant="body-small" color="secondary">
            {schema.description ?? t('fields.preview.description')}
          </Text>
        </Flex>
        {error && <FieldFailure error={error} retry={reload} />}
        {!value && !error && <FieldNote>{t('fields.preview.checking')}</FieldNote>}
        {value && <Problems problems={value.problems} />}
        {value && <Resources resources={value.resources} />}
      </Flex>
    </section>
  );
}

function Problems({ problems }: Pick<AppPreview, 'problems'>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  if (problems.length === 0) return null;
  const list = (
    <ul className={styles.problems}>
      {problems.map(({ message }) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  );
  return (
    <div role="alert">
      <Alert status="danger" icon title={t('fields.preview.problems')} description={list} />
    </div>
  );
}

function Resources({ resources }: Pick<AppPreview, 'resources'>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  if (resources.length === 0) return <Text color="secondary">{t('fields.preview.none')}</Text>;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('fields.preview.type')}</th>
            <th scope="col">{t('fields.preview.name')}</th>
          </tr>
        </thead>
        <tbody>
          {resources.map(({ type, name }) => (
            <tr key={`${type} ${name}`}>
              <td>{type}</td>
              <td className={styles.name}>{name}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
