import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Select } from '@backstage/ui';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldFailure, FieldNote } from './FieldNote';
import { useDerivedValue } from './useDerivedValue';
import { useLandingZones } from './useLandingZones';

/** Where the application will run; chosen already when there is one only. */
export function LandingZoneField(props: FieldExtensionComponentProps<string>) {
  const { formData, onChange, required, disabled, schema, idSchema, rawErrors } = props;
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { value: zones, zone, error, reload } = useLandingZones(formData);
  const only = zones?.length === 1 ? zones[0].name : undefined;
  useDerivedValue(formData, only, onChange);
  if (error) return <FieldFailure error={error} retry={reload} />;
  return (
    <div>
      <Select
        id={idSchema?.$id}
        label={schema.title ?? t('fields.landingZone.title')}
        description={schema.description ?? t('fields.landingZone.description')}
        secondaryLabel={required ? t('fields.required') : undefined}
        placeholder={zones ? t('fields.landingZone.choose') : t('fields.loading')}
        options={(zones ?? []).map(({ name, title, location }) => ({
          id: name,
          label: title,
          description: location,
        }))}
        value={zone?.name ?? null}
        onChange={key => onChange(String(key))}
        isRequired={required}
        isDisabled={disabled || !zones?.length}
        isInvalid={Boolean(rawErrors?.length)}
        validationBehavior="aria"
      />
      {zones?.length === 0 && <FieldNote problem>{t('fields.landingZone.none')}</FieldNote>}
    </div>
  );
}
