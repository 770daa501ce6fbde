import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './markdown.module.css';
import { shown } from './shown';

/** A text as it was written, however long: its beginning, and twice as much with each press. */
export function LongText({ text }: { text: string }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const [length, setLength] = useState<number>(shown.text);
  const left = text.length - length;
  return (
    <div className={styles.written}>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0}>{text.slice(0, length) || '–'}</pre>
      {left > 0 && (
        <Button size="small" variant="tertiary" onPress={() => setLength(2 * length)}>
          {t('chat.more', { left: left.toLocaleString(language) })}
        </Button>
      )}
    </div>
  );
}
