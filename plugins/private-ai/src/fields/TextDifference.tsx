import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { privateAiTranslationRef } from '../translations/ref';
import { lineDifference, type DifferingLine } from './lineDifference';
import styles from './TextDifference.module.css';

/** Lines that stay which are shown on either side of what changes. */
const around = 2;

/** What changes in a text, with a little of what stays around it. */
export function TextDifference({ before, after }: { before: string; after: string }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const lines = lineDifference(before, after);
  const isNear = (_: DifferingLine, at: number) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same');
  return (
    <div className={styles.text} role="group" aria-label={t('fields.plan.textDifference')}>
      {lines.map((line, at) => {
        if (isNear(line, at)) return <Line key={at} {...line} />;
        return at === 0 || isNear(lines[at - 1], at - 1) ? <div key={at}>…</div> : null;
      })}
    </div>
  );
}

function Line({ kind, text }: DifferingLine) {
  if (kind === 'out') return <del className={styles.out}>{text}</del>;
  if (kind === 'in') return <ins className={styles.in}>{text}</ins>;
  return <div className={styles.same}>{text}</div>;
}
