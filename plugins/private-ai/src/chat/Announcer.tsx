import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { VisuallyHidden } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { approvalsOf } from './approval';
import { cut, shown } from './shown';
import { wordsOf, type Turn } from './turn';
import { useEnding } from './useEnding';

/** Milliseconds that a screen reader has to notice; after that the words stand in the transcript only. */
const noticed = 5_000;

/** Tells a screen reader once what the answer was when it has ended, or what it asks, and not each word as it comes. */
export function Announcer({ turn }: { turn: Turn | undefined }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const endingOf = useEnding();
  const [said, setSaid] = useState('');
  const watched = useRef<string>();
  useEffect(() => {
    if (!turn) return;
    if (turn.state === 'running') {
      watched.current = turn.key;
    } else if (watched.current === turn.key) {
      watched.current = undefined;
      const asked = approvalsOf(turn).map(({ interrupt }) => interrupt.message ?? interrupt.reason);
      const answer = endingOf(turn) ?? wordsOf(turn);
      setSaid(
        asked.length > 0
          ? t('chat.approval.announcement', { asked: cut(asked.join(' '), shown.sentence) })
          : t('chat.announcement', { answer: cut(answer, shown.sentence) }),
      );
    }
  }, [turn, t, endingOf]);
  useEffect(() => {
    if (!said) return undefined;
    const timer = setTimeout(() => setSaid(''), noticed);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {said}
    </VisuallyHidden>
  );
}
