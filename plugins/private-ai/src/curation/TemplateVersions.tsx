import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { PlatformOverview } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './curation.module.css';

/** Which versions of the template the apps were made of. */
export function TemplateVersions({ templates }: Pick<PlatformOverview, 'templates'>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (
    <section aria-labelledby="private-ai-templates">
      <Flex direction="column" gap="3">
        <Text as="h2" variant="title-small" id="private-ai-templates">
          {t('curation.templates')}
        </Text>
        {templates.length === 0 ? (
          <Text color="secondary">{t('curation.noTemplates')}</Text>
        ) : (
          <ul className={styles.versions}>
            {templates.map(({ version, apps }) => (
              <li key={version}>
                {t('curation.version', { version })}: {t('curation.appsOfVersion', { count: apps })}
              </li>
            ))}
          </ul>
        )}
      </Flex>
    </section>
  );
}
