import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import { RiChatSmile2Line } from '@remixicon/react';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './chat.module.css';

const prompts = ['chat.prompts.weather', 'chat.prompts.help', 'chat.prompts.tools'] as const;

/** A conversation in which nothing was said yet. */
export function Welcome({
  name,
  onAsk,
}: {
  name: string;
  /** Left out: nothing is suggested, since the agent does not answer. */
  onAsk?: (text: string) => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  if (!onAsk) return <div className={styles.welcome} />;
  return (
    <div className={styles.welcome}>
      <RiChatSmile2Line size={32} aria-hidden />
      <Text as="h2" variant="title-small">
        {t('chat.welcome', { name })}
      </Text>
      <Text as="p" color="secondary">
        {t('chat.kept')}
      </Text>
      <ul className={styles.prompts} aria-label={t('chat.suggestions')}>
        {prompts.map(prompt => (
          <li key={prompt}>
            <Button variant="secondary" onPress={() => onAsk(t(prompt))}>
              {t(prompt)}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
