import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ResumeEntry } from '@ag-ui/core';
import { Alert, Button } from '@backstage/ui';
import { RiRestartLine } from '@remixicon/react';
import { memo, useRef } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { AnswerBoundary } from './AnswerBoundary';
import { AnswerPart } from './AnswerPart';
import { approvalsOf, rejectedIn } from './approval';
import { Approvals } from './Approvals';
import styles from './chat.module.css';
import { CopyButton } from './CopyButton';
import { Newest } from './Newest';
import { shown } from './shown';
import { answerOf, canRetry, tokensOf, wordsOf, writtenIn, type Turn } from './turn';
import { useEnding } from './useEnding';

/** A question with its answer, or with the one sentence that stands where the answer would. */
export const TurnView = memo(function TurnView({
  turn,
  reconnecting,
  onRetry,
  onAnswer,
}: {
  turn: Turn;
  /** The connection to this answer is being made again. */
  reconnecting?: boolean;
  /** Only the last question can be asked again. */
  onRetry?: (turn: Turn) => void;
  /** Nor is anything but the last answered. */
  onAnswer?: (resume: readonly ResumeEntry[]) => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const answering = turn.state === 'running';
  // Who saw it pause is taken to what it asks; who comes to the page is not.
  const seen = useRef(false);
  if (answering) seen.current = true;
  const { said, results } = answerOf(turn);
  const approvals = onAnswer ? approvalsOf(turn) : [];
  const calls = {
    results,
    waiting: approvals.flatMap(({ call }) => call?.id ?? []),
    rejected: rejectedIn(turn),
  };
  return (
    <li className={styles.turn}>
      <article className={styles.question} aria-label={t('chat.you')}>
        {turn.question.content}
      </article>
      <article className={styles.answer} aria-label={t('chat.agent')} aria-busy={answering}>
        <Newest of={said} most={shown.parts}>
          {one => (
            <AnswerBoundary key={one.id} written={() => writtenIn(one)}>
              <AnswerPart said={one} calls={calls} answering={answering} />
            </AnswerBoundary>
          )}
        </Newest>
        {answering && (
          <p className={styles.waiting}>
            <span className={styles.dots} aria-hidden>
              <i />
              <i />
              <i />
            </span>
            {reconnecting ? t('chat.reconnecting') : t('chat.answering')}
          </p>
        )}
        {onAnswer && approvals.length > 0 && (
          <AnswerBoundary written={() => said.map(writtenIn).join('\n\n')}>
            <Approvals approvals={approvals} focus={seen.current} onAnswer={onAnswer} />
          </AnswerBoundary>
        )}
        {!answering && approvals.length === 0 && <Ending turn={turn} onRetry={onRetry} />}
      </article>
    </li>
  );
});

function Ending({ turn, onRetry }: { turn: Turn; onRetry?: (turn: Turn) => void }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const ending = useEnding()(turn);
  const words = wordsOf(turn);
  const tokens = tokensOf(turn);
  const retry = canRetry(turn) && onRetry && (
    <Button
      size="small"
      variant="secondary"
      iconStart={<RiRestartLine aria-hidden />}
      onPress={() => onRetry(turn)}
    >
      {t('chat.retry')}
    </Button>
  );
  return (
    <>
      {words && (
        <div className={styles.footer}>
          <CopyButton what="answer" text={() => words} />
          {tokens && (
            <span>
              {t('chat.tokens', {
                input: tokens.input.toLocaleString(language),
                output: tokens.output.toLocaleString(language),
              })}
            </span>
          )}
        </div>
      )}
      {ending && (
        <Alert
          status={turn.state === 'failed' ? 'danger' : 'info'}
          icon
          description={ending}
          customActions={retry}
          className={styles.sentence}
        />
      )}
    </>
  );
}
