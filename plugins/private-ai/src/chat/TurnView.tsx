import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import { RiRestartLine } from '@remixicon/react';
import { memo } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { AnswerPart } from './AnswerPart';
import styles from './chat.module.css';
import { CopyButton } from './CopyButton';
import { answerOf, canRetry, tokensOf, wordsOf, type Turn } from './turn';
import { useEnding } from './useEnding';

/** A question with its answer, or with the one sentence that stands where the answer would. */
export const TurnView = memo(function TurnView({
  turn,
  reconnecting,
  onRetry,
}: {
  turn: Turn;
  /** The connection to this answer is being made again. */
  reconnecting?: boolean;
  /** Only the last question can be asked again. */
  onRetry?: (turn: Turn) => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const answering = turn.state === 'running';
  const { said, results } = answerOf(turn);
  return (
    <li className={styles.turn}>
      <article className={styles.question} aria-label={t('chat.you')}>
        {turn.question.content}
      </article>
      <article className={styles.answer} aria-label={t('chat.agent')} aria-busy={answering}>
        {said.map(one => (
          <AnswerPart key={one.id} said={one} results={results} answering={answering} />
        ))}
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
        {!answering && <Ending turn={turn} onRetry={onRetry} />}
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
