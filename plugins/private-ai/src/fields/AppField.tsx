import type { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import { Alert, Flex, Text } from '@backstage/ui';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './AppField.module.css';
import { OwnApps } from './OwnApps';
import { useLandingZones } from './useLandingZones';

/** The application that a form changes, to read only: the link on its entity page brings everything. */
export function AppField({ formData, formContext, schema }: FieldExtensionComponentProps<string>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { name, owner, landingZone, runtime } = formContext?.formData ?? {};
  const { zone } = useLandingZones(landingZone);
  if (!formData) {
    return (
      <Flex direction="column" gap="3">
        <div role="alert">
          <Alert status="info" icon title={t('fields.app.notHere')} />
        </div>
        <OwnApps />
      </Flex>
    );
  }
  const runtimes: Record<string, string> = {
    typescript: t('fields.runtime.typescript'),
    python: t('fields.runtime.python'),
  };
  const all: [string, ReactNode][] = [
    [t('fields.app.name'), name ?? formData],
    [
      t('fields.app.owner'),
      owner && <EntityDisplayName entityRef={owner} hideIcon disableTooltip />,
    ],
    [t('fields.app.landingZone'), zone?.title ?? landingZone],
    [t('fields.app.runtime'), runtimes[runtime]],
  ];
  const facts = all.filter(([, value]) => Boolean(value));
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
