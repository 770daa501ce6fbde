import { Progress } from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Preview } from '@private-ai/plugin-private-ai-common';
import { useCallback, useState } from 'react';
import { previewOf } from '../api/paths';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { StatusNotice } from '../ui/StatusNotice';
import { useAvailability } from '../ui/useAvailability';
import styles from './chat.module.css';
import { KeptThread, Thread } from './Thread';
import { ThreadBar } from './ThreadBar';
import { useRoomBelow } from './useRoomBelow';

/** Milliseconds between two looks while they cannot be read. */
const lookEvery = 15_000;

/** Which conversation is open. */
interface Choice {
  /** Another one for each that is opened: it is never read twice. */
  key: number;
  /** Read from the server; none: begun here. */
  kept?: string;
  /** Its id, once it has one. */
  current?: string;
  /** The person pressed for it, rather than came to it with the page. */
  pressed?: boolean;
}

/** The conversations of one person with one agent; the newest is open at first. */
export function ChatRoom({
  entityRef: application,
  name,
  preview,
}: {
  entityRef: string;
  name: string;
  /** The conversations are with this preview of it. */
  preview?: Preview;
}) {
  const entityRef = preview ? previewOf(application) : application;
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [choice, setChoice] = useState<Choice>();
  const [unread, setUnread] = useState(false);
  const room = useRoomBelow();
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const threads = await api.threads(entityRef, signal).catch(failure => {
        setUnread(true);
        throw failure;
      });
      setUnread(false);
      const newest = threads[0]?.id;
      setChoice(before => before ?? { key: 0, kept: newest, current: newest });
      return threads;
    },
    [api, entityRef],
  );
  const { value: threads = [], error, reload } = useAnswer(ask, unread ? lookEvery : undefined);
  const { status, look } = useAvailability(preview ? undefined : application);
  if (!choice) {
    if (!error) return <Progress />;
    return <FailureAlert title={t('chat.error')} error={error} />;
  }
  const open = (threadId?: string) =>
    setChoice({ key: choice.key + 1, kept: threadId, current: threadId, pressed: true });
  const onThread = (threadId: string) => {
    setChoice(before => before && { ...before, current: threadId });
    if (choice.current !== threadId) reload();
  };
  const onDeleted = () => {
    open(threads.find(({ id }) => id !== choice.current)?.id);
    reload();
  };
  const props = {
    entityRef,
    name,
    onThread,
    onFailed: look,
    invites: preview ? preview.state === 'ready' : !status,
  };
  return (
    <section className={styles.chat} ref={room} aria-label={t('chat.title')}>
      <ThreadBar
        threads={threads}
        current={choice.current}
        onChoose={open}
        onNew={() => open(undefined)}
        onDelete={threadId => api.deleteThread(entityRef, threadId)}
        onDeleted={onDeleted}
      />
      {status && <StatusNotice status={status} />}
      {choice.kept ? (
        <KeptThread key={choice.key} threadId={choice.kept} {...props} />
      ) : (
        <Thread key={choice.key} focus={choice.pressed} {...props} />
      )}
    </section>
  );
}
