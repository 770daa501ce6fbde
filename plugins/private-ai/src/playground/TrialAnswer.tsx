import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { ModelOffer } from '@private-ai/plugin-private-ai-common';
import { RiCheckLine, RiErrorWarningLine } from '@remixicon/react';
import { useId } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { useSentence } from '../ui/useSentence';
import type { Answer } from './answers';
import { Figures } from './Figures';
import styles from './playground.module.css';

/** What one model answered, how long that took and what it costs, and the choice of that model. */
export function TrialAnswer({
  offer,
  label,
  answer,
  chosen,
  onChoose,
}: {
  offer: ModelOffer;
  /** Of the model. */
  label: string;
  answer: Answer;
  chosen: boolean;
  /** Undefined where it cannot be chosen. */
  onChoose?: () => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const sentence = useSentence();
  const heading = useId();
  const { state, text, figures } = answer;
  return (
    <section className={styles.answer} aria-labelledby={heading} aria-busy={state === 'asking'}>
      <Text as="h4" id={heading} variant="body-medium" weight="bold">
        {label}
      </Text>
      {text && (
        <p className={styles.text} dir="auto">
          {text}
        </p>
      )}
      {state === 'asking' && !text && (
        <Text variant="body-small" color="secondary">
          {t('playground.waiting')}
        </Text>
      )}
      {state === 'stopped' && (
        <Text variant="body-small" color="secondary">
          {t('playground.stopped')}
        </Text>
      )}
      {state === 'failed' && (
        <Flex gap="1" align="start">
          <RiErrorWarningLine size={16} color="var(--bui-fg-danger)" aria-hidden />
          <Text variant="body-small" color="danger">
            {sentence(answer.sentence)}
          </Text>
        </Flex>
      )}
      {figures?.cut && (
        <Text variant="body-small" color="secondary">
          {t('playground.cut')}
        </Text>
      )}
      {figures && <Figures figures={figures} price={offer.price} />}
      <Button
        variant={chosen ? 'primary' : 'secondary'}
        iconStart={chosen ? <RiCheckLine aria-hidden /> : undefined}
        aria-pressed={chosen}
        aria-describedby={heading}
        isDisabled={!onChoose}
        onPress={onChoose}
      >
        {chosen ? t('playground.chosen') : t('playground.choose')}
      </Button>
    </section>
  );
}
