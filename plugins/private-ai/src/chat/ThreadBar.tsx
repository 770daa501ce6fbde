import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Select } from '@backstage/ui';
import type { ChatThread } from '@private-ai/plugin-private-ai-common';
import { RiAddLine } from '@remixicon/react';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './chat.module.css';
import { DeleteThread } from './DeleteThread';

/** The person's own earlier conversations with this agent, and the way to a new one. */
export function ThreadBar({
  threads,
  current,
  onChoose,
  onNew,
  onDelete,
  onDeleted,
}: {
  threads: readonly ChatThread[];
  /** None in a new conversation. */
  current: string | undefined;
  onChoose: (threadId: string) => void;
  onNew: () => void;
  onDelete: (threadId: string) => Promise<void>;
  /** The current one is gone. */
  onDeleted: () => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  if (threads.length === 0 && current === undefined) return null;
  return (
    <div className={styles.bar}>
      {threads.length > 0 && (
        <Select
          className={styles.threads}
          aria-label={t('chat.threads')}
          placeholder={t('chat.new')}
          options={threads.map(({ id, title }) => ({ id, label: title }))}
          value={current ?? null}
          onChange={key => onChoose(String(key))}
        />
      )}
      {current !== undefined && (
        <DeleteThread
          title={threads.find(({ id }) => id === current)?.title}
          onDelete={() => onDelete(current)}
          onDeleted={onDeleted}
        />
      )}
      <Button
        variant="secondary"
        iconStart={<RiAddLine aria-hidden />}
        isDisabled={current === undefined}
        onPress={onNew}
      >
        {t('chat.new')}
      </Button>
    </div>
  );
}
