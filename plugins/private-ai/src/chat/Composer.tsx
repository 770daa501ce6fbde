import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonIcon } from '@backstage/ui';
import { RiSendPlane2Line, RiStopFill } from '@remixicon/react';
import { useId, useState, type KeyboardEvent, type RefObject } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './composer.module.css';

/** Where a question is written: Enter sends, Shift+Enter begins a new line. */
export function Composer({
  field,
  answering,
  stopping,
  onSend,
  onStop,
}: {
  /** The text area, for whoever moves the focus there. */
  field: RefObject<HTMLTextAreaElement>;
  answering: boolean;
  stopping: boolean;
  onSend: (text: string) => void;
  onStop: () => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [text, setText] = useState('');
  const hint = useId();
  const send = () => {
    if (answering || !text.trim()) return;
    onSend(text);
    setText('');
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className={styles.composer}
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      <div className={styles.field}>
        {/* The copy behind gives the text area its height. */}
        <div className={styles.grow} data-text={`${text}\n`}>
          <textarea
            ref={field}
            rows={1}
            value={text}
            placeholder={t('chat.placeholder')}
            aria-label={t('chat.question')}
            aria-describedby={hint}
            onChange={event => setText(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        {answering ? (
          <ButtonIcon
            variant="primary"
            icon={<RiStopFill aria-hidden />}
            aria-label={t('chat.stop')}
            isPending={stopping}
            onPress={() => {
              onStop();
              field.current?.focus();
            }}
          />
        ) : (
          <ButtonIcon
            type="submit"
            variant="primary"
            icon={<RiSendPlane2Line aria-hidden />}
            aria-label={t('chat.send')}
            isDisabled={!text.trim()}
          />
        )}
      </div>
      <p id={hint} className={styles.hint}>
        {t('chat.hint')}
      </p>
    </form>
  );
}

/** Enter that chooses a candidate of an input method (Korean, Japanese, …); Safari tells it by the key code alone. */
function isComposing({ nativeEvent }: KeyboardEvent): boolean {
  return nativeEvent.isComposing || nativeEvent.keyCode === 229;
}
