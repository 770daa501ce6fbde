import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Radio, RadioGroup } from '@backstage/ui';
import { useId } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import type { Approval } from './approval';
import styles from './approvals.module.css';
import { Arguments } from './Arguments';
import { cut, shown } from './shown';

/** One thing that the agent asks: which tool it would use, with what, and why it asks. */
export function ApprovalCard({
  approval: { interrupt, call },
  single,
  approved,
  onDecide,
}: {
  approval: Approval;
  /** There is no other: a press answers it. */
  single: boolean;
  approved?: boolean;
  /** None where it is no question of yes or no. */
  onDecide?: (approved: boolean) => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const title = useId();
  const reason = cut(interrupt.message ?? interrupt.reason, shown.sentence);
  return (
    <div className={styles.approval} role="group" aria-labelledby={title}>
      <h4 id={title}>{call ? <code>{cut(call.function.name, shown.name)}</code> : reason}</h4>
      {call && <p>{reason}</p>}
      {call && <Arguments text={call.function.arguments} label={t('chat.tool.arguments')} />}
      {onDecide && single && (
        <div className={styles.buttons}>
          <Button variant="primary" onPress={() => onDecide(true)}>
            {t('chat.approval.approve')}
          </Button>
          <Button variant="secondary" onPress={() => onDecide(false)}>
            {t('chat.approval.reject')}
          </Button>
        </div>
      )}
      {onDecide && !single && (
        <RadioGroup
          aria-labelledby={title}
          orientation="horizontal"
          value={choice(approved)}
          onChange={value => onDecide(value === 'approve')}
        >
          <Radio value="approve">{t('chat.approval.approve')}</Radio>
          <Radio value="reject">{t('chat.approval.reject')}</Radio>
        </RadioGroup>
      )}
    </div>
  );
}

function choice(approved: boolean | undefined) {
  if (approved === undefined) return null;
  return approved ? 'approve' : 'reject';
}
