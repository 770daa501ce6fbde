import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { TextField } from '@backstage/ui';
import { isAppName, type GitHostType } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldFailure, FieldNote } from './FieldNote';
import { useLandingZones } from './useLandingZones';

const hosts: Record<GitHostType, string> = {
  github: 'GitHub',
  azure: 'Azure DevOps',
  gitlab: 'GitLab',
  gitea: 'Gitea',
};

/**
 * Where the repository will be. The platform team decides the place, so it is shown rather than asked, and the form does not hold
 * it: a change of the form by itself, while somebody types into the field beside it, loses what they type (rjsf 5 makes each change
 * of the state that it rendered last).
 */
export function RepositoryField({
  schema,
  idSchema,
  formContext,
}: FieldExtensionComponentProps<string>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { name, landingZone } = formContext?.formData ?? {};
  const { zone, value, error, reload } = useLandingZones(landingZone);
  const known = typeof name === 'string' && isAppName(name) && zone;
  if (error) return <FieldFailure error={error} retry={reload} />;
  if (!value) return <FieldNote>{t('fields.loading')}</FieldNote>;
  if (!known) return <FieldNote problem>{t('fields.repository.first')}</FieldNote>;
  return (
    <TextField
      id={idSchema?.$id}
      label={schema.title ?? t('fields.repository.title')}
      description={schema.description ?? t('fields.repository.description')}
      secondaryLabel={hosts[zone.git.type]}
      value={`${zone.git.host}/${zone.git.owner}/${name}`}
      isReadOnly
    />
  );
}
