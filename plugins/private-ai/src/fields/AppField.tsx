import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Alert, Text } from '@backstage/ui';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './AppField.module.css';
import { useLandingZones } from './useLandingZones';

/** The application that a form changes, to read only: the link on its entity page brings everything. */
export function AppField({ formData, formContext, schema }: FieldExtensionComponentProps<string>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { name, owner, landingZone, runtime } = formContext?.formData ?? {};
  const { zone } = useLandingZones(landingZone);
  if (!formData) {
    return (
      <div role="alert">
        <Alert status="info" icon title={t('fields.app.notHere')} />
      </div>
    );
  }
  const runtimes: Record<string, string> = {
    typescript: t('fields.runtime.typescript'),
    python: t('fields.runtime.python'),
  };
  const facts = [
    [t('fields.app.name'), name ?? formData],
    [t('fields.app.owner'), owner],
    [t('fields.app.landingZone'), zone?.title ?? landingZone],
    [t('fields.app.runtime'), runtimes[runtime]],
  ].filter(([, value]) => typeof value === 'string');
  const title = schema.title ?? t('fields.app.title');
  return (
    <section aria-label={title}>
      <Text as="h3" variant="title-x-small">
        {title}
      </Text>
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
