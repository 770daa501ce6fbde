import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { TextAreaField } from '@backstage/ui';
import { appTextLength } from '@private-ai/plugin-private-ai-common';
import { useCallback } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldFailure, FieldNote } from './FieldNote';
import { TextLength } from './TextLength';
import { useDerivedValue } from './useDerivedValue';
import { useTyped } from './useTyped';

/**
 * What the agent is told, beginning with what it is told now. It is asked for rather than handed over in the address: 8000
 * characters there are more than a web server takes, and would be read in its log.
 */
export function InstructionsField(props: FieldExtensionComponentProps<string>) {
  const { formData, formContext, onChange, required, disabled, schema, idSchema, rawErrors } =
    props;
  const { t } = useTranslationRef(privateAiTranslationRef);
  const api = useApi(privateAiApiRef);
  const entityRef: unknown = formContext?.formData?.entityRef;
  // An emptied field is '', and stays empty.
  const wanted = formData === undefined && typeof entityRef === 'string';
  const ask = useCallback(
    async (signal: AbortSignal) =>
      (await api.overview(String(entityRef), signal)).request?.instructions ?? '',
    [api, entityRef],
  );
  const { value, error, reload } = useAnswer(wanted ? ask : undefined);
  useDerivedValue(formData, formData === undefined ? value : undefined, onChange);
  const [text, type] = useTyped(formData ?? '', onChange);
  if (wanted && error) return <FieldFailure error={error} retry={reload} />;
  if (wanted) return <FieldNote>{t('fields.loading')}</FieldNote>;
  const most = appTextLength.instructions;
  return (
    <div>
      <TextAreaField
        id={idSchema?.$id}
        label={schema.title ?? t('fields.instructions.title')}
        description={schema.description ?? t('fields.instructions.description')}
        secondaryLabel={required ? t('fields.required') : undefined}
        rows={8}
        value={text}
        onChange={type}
        isRequired={required}
        isDisabled={disabled}
        isInvalid={Boolean(rawErrors?.length) || text.length > most}
        validationBehavior="aria"
      />
      <TextLength text={text} most={most} told={rawErrors} />
    </div>
  );
}
