import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { TextField } from '@backstage/ui';
import { appTextLength } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { TextLength } from './TextLength';
import { useTyped } from './useTyped';

/** What the catalog says of the application; it may be left out. */
export function DescriptionField(props: FieldExtensionComponentProps<string>) {
  const { required, disabled, schema, idSchema, rawErrors } = props;
  const [formData, type] = useTyped(props.formData ?? '', props.onChange);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const most = appTextLength.description;
  return (
    <div>
      <TextField
        id={idSchema?.$id}
        label={schema.title ?? t('fields.description.title')}
        description={schema.description ?? t('fields.description.description')}
        secondaryLabel={required ? t('fields.required') : undefined}
        value={formData}
        onChange={type}
        isRequired={required}
        isDisabled={disabled}
        isInvalid={Boolean(rawErrors?.length) || formData.length > most}
        validationBehavior="aria"
      />
      <TextLength text={formData} most={most} told={rawErrors} />
    </div>
  );
}
