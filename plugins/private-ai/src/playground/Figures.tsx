import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ModelOffer, TrialFigures } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { costOf } from './cost';
import { useFigureText } from './useFigureText';
import styles from './playground.module.css';

/** A price of one question would be all zeros. */
const questions = 1000;

/** How long an answer took, and what it costs. */
export function Figures({
  figures: { firstMs, totalMs, tokens },
  price,
}: {
  figures: TrialFigures;
  price: ModelOffer['price'];
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { duration, count, money } = useFigureText();
  const cost = costOf(tokens, price, questions);
  const unknown = t('playground.unknown');
  const all: [string, string][] = [
    [t('playground.first'), firstMs === undefined ? unknown : duration(firstMs)],
    [t('playground.total'), duration(totalMs)],
    [
      t('playground.tokens'),
      tokens
        ? t('playground.tokensOf', { input: count(tokens.input), output: count(tokens.output) })
        : unknown,
    ],
    [
      t('playground.cost', { questions: count(questions) }),
      cost === undefined ? unknown : `${money(cost)} ${price?.currency}`,
    ],
  ];
  return (
    <dl className={styles.figures}>
      {all.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
