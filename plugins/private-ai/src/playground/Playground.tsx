import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Checkbox, CheckboxGroup, Flex, Text, TextAreaField } from '@backstage/ui';
import {
  appTextLength,
  trialLimits,
  type LandingZoneOffer,
  type ModelOffer,
} from '@private-ai/plugin-private-ai-common';
import { useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { useModelLabel } from '../ui/useModelLabel';
import { TrialAnswer } from './TrialAnswer';
import { TrialStatus } from './TrialStatus';
import { useRefusal } from './useRefusal';
import { useTrial } from './useTrial';
import styles from './playground.module.css';

/** As many side by side as a first look takes. */
const atFirst = 2;

/**
 * One question to models that the landing zone has for trying, with the instructions as they are in the form, before anything is made.
 * @param offers - those that can be tried, at least one
 */
export function Playground({
  zone,
  offers,
  instructions,
  chosen,
  onChoose,
}: {
  zone: LandingZoneOffer;
  offers: ModelOffer[];
  instructions: string;
  /** The form's model, where it is one of them. */
  chosen?: ModelOffer;
  /** Undefined where the form takes nothing. */
  onChoose?: (offer: ModelOffer) => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const label = useModelLabel();
  const refusal = useRefusal();
  const { trial, asking, ask, stop } = useTrial();
  const [question, setQuestion] = useState('');
  const [models, setModels] = useState(() => firstOf(offers, chosen));
  const isTooLong = (text: string, most: number) => text.length > most;
  const mayAsk =
    question.trim() !== '' &&
    instructions.trim() !== '' &&
    models.length > 0 &&
    !isTooLong(question, trialLimits.question) &&
    !isTooLong(instructions, appTextLength.instructions);
  const askThem = () =>
    ask({
      landingZone: zone.name,
      instructions,
      question,
      models: offers
        .filter((_, index) => models.includes(String(index)))
        .map(({ name, version, sku }) => ({ name, version, sku })),
    });
  const asked = trial?.start.models.flatMap(one => offers.find(offer => isSame(offer, one)) ?? []);
  return (
    <section className={styles.playground} aria-label={t('playground.title')}>
      <Flex direction="column" gap="1">
        <Text as="h3" variant="title-x-small">
          {t('playground.title')}
        </Text>
        <Text variant="body-small" color="secondary">
          {t('playground.description')}
        </Text>
      </Flex>
      <CheckboxGroup
        label={t('playground.models')}
        description={t('playground.modelsMost', { most: String(trialLimits.models) })}
        value={models}
        onChange={setModels}
        isDisabled={asking}
      >
        {offers.map((offer, index) => (
          <Checkbox
            key={label(offer) + offer.sku}
            value={String(index)}
            isDisabled={models.length >= trialLimits.models && !models.includes(String(index))}
          >
            {label(offer)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <TextAreaField
        ref={ownDirection}
        label={t('playground.question')}
        rows={2}
        value={question}
        onChange={setQuestion}
        isInvalid={isTooLong(question, trialLimits.question)}
        validationBehavior="aria"
      />
      {isTooLong(question, trialLimits.question) && (
        <Text role="alert" variant="body-small" color="danger">
          {t('playground.tooLong', { most: String(trialLimits.question) })}
        </Text>
      )}
      <div>
        <Button
          variant="secondary"
          isDisabled={!asking && !mayAsk}
          onPress={asking ? stop : askThem}
        >
          {asking ? t('playground.stop') : t('playground.ask')}
        </Button>
      </div>
      {trial?.error ? (
        <FailureAlert title={t('playground.notAsked')} error={refusal(trial.error)} />
      ) : (
        trial &&
        asked && (
          <>
            {trial.start.instructions !== instructions && (
              <Text role="status" variant="body-small" color="secondary">
                {t('playground.changed')}
              </Text>
            )}
            <TrialStatus labels={asked.map(label)} answers={trial.answers} />
            <div className={styles.answers}>
              {asked.map((offer, index) => (
                <TrialAnswer
                  key={label(offer) + offer.sku}
                  offer={offer}
                  label={label(offer)}
                  answer={trial.answers[index]}
                  chosen={offer === chosen}
                  onChoose={onChoose && (() => onChoose(offer))}
                />
              ))}
            </div>
          </>
        )
      )}
    </section>
  );
}

/** A question goes in the direction that its own letters do; the design system hands on no `dir`. */
const ownDirection = (field: HTMLElement | null) =>
  field?.querySelector('textarea')?.setAttribute('dir', 'auto');

const isSame = (offer: ModelOffer, { name, version, sku }: Omit<Partial<ModelOffer>, 'price'>) =>
  offer.name === name && offer.version === version && offer.sku === sku;

/** The one that the form has, and what stands first beside it. */
function firstOf(offers: readonly ModelOffer[], chosen: ModelOffer | undefined): string[] {
  const indexes = offers.map((_, index) => index);
  const own = chosen ? offers.indexOf(chosen) : -1;
  const others = indexes.filter(index => index !== own);
  return [...(own < 0 ? [] : [own]), ...others].slice(0, atFirst).map(String);
}
