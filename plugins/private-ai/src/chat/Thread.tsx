import { Progress } from '@backstage/core-components';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { ChatTranscript } from '@private-ai/plugin-private-ai-common';
import { useCallback, useEffect, useRef } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { Announcer } from './Announcer';
import styles from './chat.module.css';
import { Composer } from './Composer';
import { Transcript } from './Transcript';
import { useConversation } from './useConversation';
import { Welcome } from './Welcome';

interface ThreadProps {
  entityRef: string;
  /** What the agent is called. */
  name: string;
  /** A new conversation has got its id. */
  onThread: (threadId: string) => void;
  /** An answer did not come about. */
  onFailed: () => void;
  /** Nothing speaks against asking. */
  invites: boolean;
}

/** A conversation that the server keeps. */
export function KeptThread({ threadId, ...props }: ThreadProps & { threadId: string }) {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { entityRef } = props;
  const { value, error } = useAnswer(
    useCallback(
      (signal: AbortSignal) => api.transcript(entityRef, threadId, { signal }),
      [api, entityRef, threadId],
    ),
  );
  if (error && !value) {
    return <FailureAlert title={t('chat.error')} error={error} />;
  }
  return value ? <Thread {...props} transcript={value} /> : <Progress />;
}

/** A conversation: what was said, and the field for what comes next. */
export function Thread({
  entityRef,
  name,
  onThread,
  onFailed,
  invites,
  transcript,
  focus = false,
}: ThreadProps & {
  transcript?: ChatTranscript;
  /** The person has just begun it, and wants to write. */
  focus?: boolean;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const talk = useConversation(entityRef, transcript, onThread);
  const failed = talk.turns.at(-1)?.state === 'failed';
  useEffect(() => {
    if (failed) onFailed();
  }, [failed, onFailed]);
  const field = useRef<HTMLTextAreaElement>(null);
  const toField = () => field.current?.focus();
  useEffect(() => {
    if (focus) field.current?.focus();
  }, [focus]);
  const ask = (text: string) => {
    talk.ask(text);
    toField();
  };
  return (
    <>
      {talk.turns.length === 0 ? (
        <Welcome name={name} onAsk={invites ? ask : undefined} />
      ) : (
        <Transcript
          turns={talk.turns}
          earlier={talk.earlier && { show: talk.showEarlier, problem: talk.earlierProblem }}
          reconnecting={talk.reconnecting}
          onRetry={turn => {
            talk.retry(turn);
            toField();
          }}
          onAnswer={resume => {
            talk.answer(resume);
            toField();
          }}
        />
      )}
      {talk.stopProblem && (
        <div role="alert" className={styles.sentence}>
          <Text variant="body-small" color="danger">
            {t('chat.stopFailed', { reason: talk.stopProblem })}
          </Text>
        </div>
      )}
      <Composer
        field={field}
        answering={talk.answering}
        stopping={talk.stopping}
        onSend={ask}
        onStop={talk.stop}
      />
      <Announcer turn={talk.turns.at(-1)} />
    </>
  );
}
