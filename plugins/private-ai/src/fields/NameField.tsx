import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { TextField } from '@backstage/ui';
import { isAppName } from '@private-ai/plugin-private-ai-common';
import { useCallback, useEffect, useState } from 'react';
import { sentenceOf } from '../api/sentence';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { takenBy } from './takenBy';
import { FieldNote } from './FieldNote';

/** Milliseconds without a keystroke before the catalog is asked. */
const typingPause = 300;

/** The application's name, checked as it is typed: first its form, then whether it is free. */
export function NameField(props: FieldExtensionComponentProps<string>) {
  const { formData = '', onChange, required, disabled, schema, idSchema, rawErrors } = props;
  const { t } = useTranslationRef(privateAiTranslationRef);
  const check = useNameCheck(formData);
  const problem =
    formData !== '' && !isAppName(formData)
      ? t('fields.name.form')
      : check.takenBy
        ? t('fields.name.taken', { entityRef: check.takenBy })
        : check.failure;
  return (
    <div>
      <TextField
        id={idSchema?.$id}
        label={schema.title ?? t('fields.name.title')}
        description={schema.description ?? t('fields.name.description')}
        secondaryLabel={required ? t('fields.required') : undefined}
        value={formData}
        onChange={value => onChange(value === '' ? undefined : value)}
        isRequired={required}
        isDisabled={disabled}
        isInvalid={Boolean(problem) || Boolean(rawErrors?.length)}
        autoComplete="off"
        spellCheck="false"
        validationBehavior="aria"
      />
      {problem && !rawErrors?.includes(problem) && <FieldNote problem>{problem}</FieldNote>}
      {!problem && check.loading && <FieldNote>{t('fields.name.checking')}</FieldNote>}
      {!problem && check.free && <FieldNote>{t('fields.name.free')}</FieldNote>}
    </div>
  );
}

function useNameCheck(name: string) {
  const catalog = useApi(catalogApiRef);
  const [settled, setSettled] = useState(name);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(name), typingPause);
    return () => clearTimeout(timer);
  }, [name]);
  const ask = useCallback(
    async () => ({ takenBy: await takenBy(settled, catalog) }),
    [catalog, settled],
  );
  const { value, error, loading } = useAnswer(isAppName(settled) ? ask : undefined);
  const current = settled === name && isAppName(name);
  return {
    loading: isAppName(name) && (!current || loading),
    takenBy: current ? value?.takenBy : undefined,
    failure: current && error ? sentenceOf(error) : undefined,
    free: current && value !== undefined && value.takenBy === undefined,
  };
}
