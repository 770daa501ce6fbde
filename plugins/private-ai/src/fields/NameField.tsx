import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { TextField } from '@backstage/ui';
import { isAppName, type NameAnswer } from '@private-ai/plugin-private-ai-common';
import { useCallback, useEffect, useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { sentenceOf } from '../api/sentence';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { useSentence } from '../ui/useSentence';
import { FieldNote } from './FieldNote';
import { useTyped } from './useTyped';

/** Milliseconds without a keystroke before the portal is asked. */
const typingPause = 300;

/** The application's name, checked as it is typed: first its form, then whether a new application may have it. */
export function NameField(props: FieldExtensionComponentProps<string>) {
  const {
    formData: held = '',
    required,
    disabled,
    schema,
    idSchema,
    rawErrors,
    formContext,
  } = props;
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [formData, type] = useTyped(held, props.onChange);
  const translated = useSentence();
  const { answer, loading, failure } = useNameCheck(formData, formContext?.formData?.landingZone);
  const problem =
    formData !== '' && !isAppName(formData)
      ? t('fields.name.form')
      : answer?.verdict === 'refused'
        ? translated(answer.sentence)
        : failure;
  return (
    <div>
      <TextField
        id={idSchema?.$id}
        label={schema.title ?? t('fields.name.title')}
        description={schema.description ?? t('fields.name.description')}
        secondaryLabel={required ? t('fields.required') : undefined}
        value={formData}
        onChange={type}
        isRequired={required}
        isDisabled={disabled}
        isInvalid={Boolean(problem) || Boolean(rawErrors?.length)}
        autoComplete="off"
        spellCheck="false"
        validationBehavior="aria"
      />
      {problem && !rawErrors?.includes(problem) && <FieldNote problem>{problem}</FieldNote>}
      {!problem && loading && <FieldNote>{t('fields.name.checking')}</FieldNote>}
      {answer?.verdict === 'free' && <FieldNote>{t('fields.name.free')}</FieldNote>}
      {answer?.verdict === 'again' && <FieldNote>{t('fields.name.again')}</FieldNote>}
    </div>
  );
}

/** What the portal says of a name, once nobody types any more. */
function useNameCheck(
  name: string,
  landingZone?: string,
): { answer?: NameAnswer; loading: boolean; failure?: string } {
  const api = useApi(privateAiApiRef);
  const [settled, setSettled] = useState(name);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(name), typingPause);
    return () => clearTimeout(timer);
  }, [name]);
  const ask = useCallback(
    (signal: AbortSignal) => api.name(settled, landingZone, signal),
    [api, settled, landingZone],
  );
  const { value, error, loading } = useAnswer(isAppName(settled) ? ask : undefined);
  const current = settled === name && isAppName(name);
  return {
    answer: current ? value : undefined,
    loading: isAppName(name) && (!current || loading),
    failure: current && error ? sentenceOf(error) : undefined,
  };
}
