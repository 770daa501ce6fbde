import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Flex, NumberField, Select } from '@backstage/ui';
import type { AppRequest, LandingZoneOffer } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldFailure, FieldNote } from './FieldNote';
import { choiceOf, isCapacity, offerId, offerOf } from './modelChoice';
import { useProcessingText } from '../ui/processing';
import { useModelLabel } from '../ui/useModelLabel';
import { modelOf } from './request';
import { useLandingZones } from './useLandingZones';

type Model = AppRequest['model'];

/** A model of the chosen landing zone, how much of it, and where it processes prompts. */
export function ModelField(props: FieldExtensionComponentProps<Model>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const chosen = props.formContext?.formData?.landingZone;
  const { zone, error, reload, value } = useLandingZones(chosen);
  if (error) return <FieldFailure error={error} retry={reload} />;
  if (!value) return <FieldNote>{t('fields.loading')}</FieldNote>;
  if (!zone) return <FieldNote problem>{t('fields.model.zoneFirst')}</FieldNote>;
  if (zone.models.length === 0) {
    return <FieldNote problem>{t('fields.model.none', { zone: zone.title })}</FieldNote>;
  }
  return <ModelChoice {...props} zone={zone} />;
}

function ModelChoice(props: FieldExtensionComponentProps<Model> & { zone: LandingZoneOffer }) {
  const { formData, onChange, required, disabled, schema, idSchema, rawErrors, zone } = props;
  const { t } = useTranslationRef(privateAiTranslationRef);
  const processing = useProcessingText();
  const label = useModelLabel();
  const model = modelOf(formData);
  const offer = offerOf(zone, model);
  const wrongCapacity =
    offer && model && !isCapacity(model.capacity, offer)
      ? t('fields.model.capacityWrong', { max: String(offer.maxCapacity) })
      : undefined;
  const choose = (id: string) => onChange(choiceOf(zone.models.find(one => offerId(one) === id)!));
  return (
    <Flex direction="column" gap="3">
      <Select
        id={idSchema?.$id}
        label={schema.title ?? t('fields.model.title')}
        description={schema.description ?? t('fields.model.description')}
        secondaryLabel={required ? t('fields.required') : undefined}
        placeholder={t('fields.model.choose')}
        options={zone.models.map(one => ({
          id: offerId(one),
          label: label(one),
          description: `${one.sku}${one.price ? ` · ${t('fields.model.price', priceOf(one.price))}` : ''}`,
        }))}
        value={offer ? offerId(offer) : null}
        onChange={key => choose(String(key))}
        isRequired={required}
        isDisabled={disabled}
        isInvalid={Boolean(rawErrors?.length) && !offer}
        validationBehavior="aria"
      />
      {model && !offer && (
        <FieldNote problem>{t('fields.model.notOffered', { zone: zone.title })}</FieldNote>
      )}
      {offer && model && (
        <>
          <FieldNote>{processing(offer.processing, zone.location).long}</FieldNote>
          <div>
            {/* The limit is no maxValue: that would quietly lower what was typed. */}
            <NumberField
              label={t('fields.model.capacity')}
              description={t('fields.model.capacityLimit', { max: String(offer.maxCapacity) })}
              value={model.capacity}
              onChange={capacity => onChange({ ...model, capacity })}
              isDisabled={disabled}
              isInvalid={Boolean(wrongCapacity)}
              validationBehavior="aria"
            />
            {wrongCapacity && !rawErrors?.includes(wrongCapacity) && (
              <FieldNote problem>{wrongCapacity}</FieldNote>
            )}
          </div>
        </>
      )}
    </Flex>
  );
}

function priceOf(price: { input: number; output: number; currency: string }) {
  return {
    input: String(price.input),
    output: String(price.output),
    currency: price.currency,
  };
}
