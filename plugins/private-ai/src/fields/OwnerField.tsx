import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Select } from '@backstage/ui';
import { privateAiAppUpdatePermission } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldFailure, FieldNote } from './FieldNote';
import { useDerivedValue } from './useDerivedValue';
import { useOwners, type Owner } from './useOwners';

/** No entity is called so: who may change it may change what is nobody's yet, as the backend asks it of an owner. */
const nobodys = 'component:default/-';

/**
 * Who answers for the application: one's own teams, then oneself; one's only team is chosen already. Another team is offered only to
 * who may make an application for it, and the plan asks that again.
 */
export function OwnerField(props: FieldExtensionComponentProps<string>) {
  const { formData, onChange, required, disabled, schema, idSchema, rawErrors } = props;
  const { t } = useTranslationRef(privateAiTranslationRef);
  const forOthers = usePermission({
    permission: privateAiAppUpdatePermission,
    resourceRef: nobodys,
  });
  const { value, error, reload } = useOwners(forOthers.loading ? undefined : forOthers.allowed);
  const { teams = [], self, others = [], beyond = 0 } = value ?? {};
  const [first, second] = self ? [...teams, ...(teams.length > 0 ? [] : [self])] : [];
  useDerivedValue(formData, !formData && first && !second ? first.entityRef : undefined, onChange);
  if (error) return <FieldFailure error={error} retry={reload} />;
  const offered = (owners: Owner[], description: string) =>
    owners.map(({ entityRef, title }) => ({ id: entityRef, label: title, description }));
  const options = [
    ...offered(teams, t('fields.owner.team')),
    ...offered(self ? [self] : [], t('fields.owner.self')),
    ...offered(others, t('fields.owner.other')),
  ];
  return (
    <div>
      <Select
        id={idSchema?.$id}
        label={schema.title ?? t('fields.owner.title')}
        description={schema.description ?? t('fields.owner.description')}
        secondaryLabel={required ? t('fields.required') : undefined}
        placeholder={value ? t('fields.owner.choose') : t('fields.loading')}
        options={options}
        search={others.length > 0 ? true : undefined}
        value={options.some(({ id }) => id === formData) ? formData : null}
        onChange={key => onChange(String(key))}
        isRequired={required}
        isDisabled={disabled || !value}
        isInvalid={Boolean(rawErrors?.length)}
        validationBehavior="aria"
      />
      {beyond > 0 && <FieldNote>{t('fields.owner.beyond', { count: beyond })}</FieldNote>}
      {self && teams.length === 0 && <FieldNote>{t('fields.owner.none')}</FieldNote>}
    </div>
  );
}
