import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Radio, RadioGroup } from '@backstage/ui';
import type { Runtime } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldFailure, FieldNote } from './FieldNote';
import { useDerivedValue } from './useDerivedValue';
import { useLandingZones } from './useLandingZones';

/** The application's language: those of the chosen zone, its first one chosen already. */
export function RuntimeField(props: FieldExtensionComponentProps<Runtime>) {
  const { formData, onChange, required, disabled, schema, rawErrors } = props;
  const { t } = useTranslationRef(privateAiTranslationRef);
  const chosen = props.formContext?.formData?.landingZone;
  const { zone, value, error, reload } = useLandingZones(chosen);
  const offered = zone && formData && zone.runtimes.includes(formData);
  useDerivedValue(formData, zone && !offered ? zone.runtimes[0] : undefined, onChange);
  if (error) return <FieldFailure error={error} retry={reload} />;
  if (!value) return <FieldNote>{t('fields.loading')}</FieldNote>;
  if (!zone) return <FieldNote problem>{t('fields.model.zoneFirst')}</FieldNote>;
  return (
    <RadioGroup
      label={schema.title ?? t('fields.runtime.title')}
      description={schema.description ?? t('fields.runtime.description')}
      value={formData ?? null}
      onChange={runtime => onChange(runtime as Runtime)}
      isRequired={required}
      isDisabled={disabled}
      isInvalid={Boolean(rawErrors?.length)}
      validationBehavior="aria"
    >
      {zone.runtimes.map(runtime => (
        <Radio key={runtime} value={runtime}>
          {t(`fields.runtime.${runtime}`)}
        </Radio>
      ))}
    </RadioGroup>
  );
}
