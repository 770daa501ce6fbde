import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import { RiHistoryLine } from '@remixicon/react';
import { useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './chat.module.css';

/** Brings what was said before the turns that are shown; a long conversation comes in parts. */
export function Earlier({ show, problem }: { show: () => Promise<void>; problem?: string }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [reading, setReading] = useState(false);
  const onPress = async () => {
    setReading(true);
    await show();
    setReading(false);
  };
  return (
    <div className={styles.earlier}>
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiHistoryLine aria-hidden />}
        loading={reading}
        onPress={onPress}
      >
        {t('chat.before')}
      </Button>
      {problem && (
        <Text role="alert" variant="body-small" color="danger">
          {problem}
        </Text>
      )}
    </div>
  );
}
