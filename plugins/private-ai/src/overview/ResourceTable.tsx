import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { AppResource } from '@private-ai/plugin-private-ai-common';
import { Fragment } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { useResourceTitle } from '../translations/useResourceTitle';
import { HealthLabel } from '../ui/HealthLabel';
import { useSentence } from '../ui/useSentence';
import styles from './overview.module.css';

/** Each resource with its health, and the reason where it is not healthy. */
export function ResourceTable({ resources }: { resources: AppResource[] }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const titleOf = useResourceTitle();
  const sentenceOf = useSentence();
  if (resources.length === 0) return <Text color="secondary">{t('overview.empty')}</Text>;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>{t('overview.resources')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('overview.resource')}</th>
            <th scope="col">{t('overview.name')}</th>
            <th scope="col">{t('overview.health')}</th>
          </tr>
        </thead>
        <tbody>
          {resources.map(({ id, type, name, health, sentence, message }) => (
            <tr key={id}>
              <td title={type}>{titleOf(id) ?? <ResourceType type={type} />}</td>
              <td className={styles.name}>{name}</td>
              <td>
                <HealthLabel health={health} />
                {message && (
                  <Text as="p" variant="body-small" color="secondary">
                    {sentenceOf(sentence, message)}
                  </Text>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** `Microsoft.CognitiveServices/accounts` without the publisher, breaking after a slash rather than anywhere. */
function ResourceType({ type }: { type: string }) {
  const parts = type.replace(/^Microsoft\./, '').split('/');
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {part}
          {index < parts.length - 1 && (
            <>
              /<wbr />
            </>
          )}
        </Fragment>
      ))}
    </>
  );
}
