import type { ResumeEntry } from '@ag-ui/core';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { RiArrowDownLine } from '@remixicon/react';
import { useEffect, useRef } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './chat.module.css';
import { Earlier } from './Earlier';
import { TurnView } from './TurnView';
import type { Turn } from './turn';
import { useFollowing } from './useFollowing';

/** Everything that was said, oldest first; its end stays in view while the answer grows. */
export function Transcript({
  turns,
  earlier,
  reconnecting,
  onRetry,
  onAnswer,
}: {
  turns: readonly Turn[];
  /** Where more was said before these turns. */
  earlier?: { show: () => Promise<void>; problem?: string };
  reconnecting: boolean;
  onRetry: (turn: Turn) => void;
  onAnswer: (resume: readonly ResumeEntry[]) => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { scroller, following, onScroll, toEnd } = useFollowing(turns);
  const newest = turns.at(-1)?.key;
  const shown = useRef(newest);
  useEffect(() => {
    // Who asks wants to see what comes of it, wherever they were reading.
    if (newest !== shown.current) toEnd();
    shown.current = newest;
  });
  return (
    <div className={styles.transcript}>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* eslint-disable jsx-a11y/no-noninteractive-tabindex */}
      <div
        ref={scroller}
        className={styles.scroller}
        onScroll={onScroll}
        role="log"
        aria-live="off"
        aria-label={t('chat.transcript')}
        tabIndex={0}
      >
        {/* eslint-enable jsx-a11y/no-noninteractive-tabindex */}
        {earlier && (
          <Earlier
            {...earlier}
            show={async () => {
              await earlier.show();
              // The button that was pressed may be gone: the keyboard goes on in what it brought.
              scroller.current?.focus({ preventScroll: true });
            }}
          />
        )}
        <ol className={styles.turns}>
          {turns.map((turn, position) => {
            const last = position === turns.length - 1;
            return (
              <TurnView
                key={turn.key}
                turn={turn}
                reconnecting={last && reconnecting}
                onRetry={last ? onRetry : undefined}
                onAnswer={last ? onAnswer : undefined}
              />
            );
          })}
        </ol>
      </div>
      {!following && (
        <div className={styles.latest}>
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiArrowDownLine aria-hidden />}
            onPress={toEnd}
          >
            {t('chat.latest')}
          </Button>
        </div>
      )}
    </div>
  );
}
