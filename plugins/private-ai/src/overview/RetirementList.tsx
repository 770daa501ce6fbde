import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { RetirementPlan, StayingThing } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './retire.module.css';

/** What a retirement removes, in its order, the portal's own at last. */
export function RetirementList({ plan: { removes, chats } }: { plan: RetirementPlan }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  if (removes.length === 0 && chats.conversations === 0)
    return <Text as="p">{t('retire.nothing')}</Text>;
  return (
    <section>
      <Text as="p" weight="bold">
        {t('retire.warning')}
      </Text>
      <ol className={styles.list} aria-label={t('retire.removes')}>
        {removes.map(({ type, name }) => (
          <li key={`${type} ${name}`}>
            {type} <span className={styles.name}>{name}</span>
          </li>
        ))}
        {chats.conversations > 0 && (
          <li>
            {t('retire.chats', {
              count: chats.conversations,
              people: String(chats.people),
            })}
          </li>
        )}
      </ol>
    </section>
  );
}

/** What stays, and why or for how long. */
export function Staying({ stays }: { stays: StayingThing[] }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  if (stays.length === 0) return null;
  return (
    <section>
      <Text as="p" weight="bold">
        {t('retire.stays')}
      </Text>
      <ul className={styles.list} aria-label={t('retire.stays')}>
        {stays.map(({ name, message }) => (
          <li key={`${name} ${message}`}>
            {name}: {message}
          </li>
        ))}
      </ul>
    </section>
  );
}
