import type { ResumeEntry } from '@ag-ui/core';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { RiShieldCheckLine } from '@remixicon/react';
import { useEffect, useId, useRef, useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { answersOf, isYesOrNo, type Approval } from './approval';
import { ApprovalCard } from './ApprovalCard';
import styles from './approvals.module.css';

/** What the agent asks before it goes on: one thing is answered at once, several together. */
export function Approvals({
  approvals,
  focus,
  onAnswer,
}: {
  approvals: readonly Approval[];
  /** The person has just seen the answer pause. */
  focus: boolean;
  onAnswer: (resume: ResumeEntry[]) => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [decisions, setDecisions] = useState<Readonly<Record<string, boolean>>>({});
  const title = useId();
  const room = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Not the button: whoever is writing would approve with the next space.
    if (focus && isHere(room.current)) room.current?.focus();
  }, [focus]);

  const answerable = approvals.every(({ interrupt }) => isYesOrNo(interrupt));
  const single = approvals.length === 1;
  const decided = approvals.every(({ interrupt }) => interrupt.id in decisions);
  const decide = (id: string, approved: boolean) => {
    const next = { ...decisions, [id]: approved };
    if (single) onAnswer(answersOf(next));
    else setDecisions(next);
  };
  return (
    <div ref={room} className={styles.approvals} role="group" aria-labelledby={title} tabIndex={-1}>
      <h3 id={title}>
        <RiShieldCheckLine size={18} aria-hidden />
        {t('chat.approval.title')}
      </h3>
      {approvals.map(approval => (
        <ApprovalCard
          key={approval.interrupt.id}
          approval={approval}
          single={single}
          approved={decisions[approval.interrupt.id]}
          onDecide={answerable ? approved => decide(approval.interrupt.id, approved) : undefined}
        />
      ))}
      {answerable && !single && (
        <Button
          variant="primary"
          isDisabled={!decided}
          onPress={() => onAnswer(answersOf(decisions))}
        >
          {t('chat.approval.send')}
        </Button>
      )}
      <p className={styles.hint}>
        {t(answerable ? 'chat.approval.hint' : 'chat.approval.unknown')}
      </p>
    </div>
  );
}

/** Whether the focus is in the chat, or nowhere: it is not taken from elsewhere on the page. */
function isHere(element: HTMLElement | null): boolean {
  const { activeElement, body } = document;
  return activeElement === body || Boolean(element?.closest('section')?.contains(activeElement));
}
