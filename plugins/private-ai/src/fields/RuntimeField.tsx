import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Radio, RadioGroup, Text } from '@backstage/ui';
import type { Runtime, RuntimeOffer } from '@private-ai/plugin-private-ai-common';
import { useId } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldFailure, FieldNote } from './FieldNote';
import { useDerivedValue } from './useDerivedValue';
import { useLandingZones } from './useLandingZones';

/** The application's language: those of the chosen zone, the first that is to be had chosen already. */
export function RuntimeField(props: FieldExtensionComponentProps<Runtime>) {
  const { formData, onChange, required, disabled, schema, rawErrors } = props;
  const { t } = useTranslationRef(privateAiTranslationRef);
  const chosen = props.formContext?.formData?.landingZone;
  const { zone, value, error, reload } = useLandingZones(chosen);
  const free = zone?.runtimes.filter(({ unavailable }) => !unavailable) ?? [];
  const offered = free.some(({ name }) => name === formData);
  useDerivedValue(formData, offered ? undefined : free[0]?.name, onChange);
  if (error) return <FieldFailure error={error} retry={reload} />;
  if (!value) return <FieldNote>{t('fields.loading')}</FieldNote>;
  if (!zone) return <FieldNote problem>{t('fields.model.zoneFirst')}</FieldNote>;
  return (
    <RadioGroup
      label={schema.title ?? t('fields.runtime.title')}
      secondaryLabel={required ? t('fields.required') : undefined}
      description={schema.description ?? t('fields.runtime.description')}
      value={formData ?? null}
      onChange={runtime => onChange(runtime as Runtime)}
      isRequired={required}
      isDisabled={disabled}
      isInvalid={Boolean(rawErrors?.length)}
      validationBehavior="aria"
    >
      {zone.runtimes.map(runtime => (
        <RuntimeChoice key={runtime.name} runtime={runtime} />
      ))}
    </RadioGroup>
  );
}

/** One that is not to be had is shown with why, so that nobody looks for it. */
function RuntimeChoice({ runtime: { name, unavailable } }: { runtime: RuntimeOffer }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const why = useId();
  const title = t(`fields.runtime.${name}`);
  if (!unavailable) return <Radio value={name}>{title}</Radio>;
  return (
    <div>
      <Radio value={name} isDisabled aria-describedby={why}>
        {t('fields.runtime.unavailable', { runtime: title })}
      </Radio>
      <Text id={why} variant="body-small" color="secondary">
        {unavailable}
      </Text>
    </div>
  );
}
