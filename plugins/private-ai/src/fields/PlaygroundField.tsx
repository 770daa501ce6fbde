import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import type { AppRequest } from '@private-ai/plugin-private-ai-common';
import { Playground } from '../playground/Playground';
import { choiceOf, offerOf } from './modelChoice';
import { modelOf } from './request';
import { useLandingZones } from './useLandingZones';

/**
 * The form's model once more, where its instructions are: tried on what the landing zone has for it, and the one that is chosen taken
 * over. A landing zone without a playground shows nothing of it.
 */
export function PlaygroundField(props: FieldExtensionComponentProps<AppRequest['model']>) {
  const { formData, formContext, onChange, disabled } = props;
  const { landingZone, instructions } = formContext?.formData ?? {};
  const { zone } = useLandingZones(landingZone);
  const offers = zone?.models.filter(({ playground }) => playground) ?? [];
  if (!zone || offers.length === 0) return null;
  const model = modelOf(formData);
  const chosen = offerOf(zone, model);
  return (
    <Playground
      key={zone.name}
      zone={zone}
      offers={offers}
      instructions={typeof instructions === 'string' ? instructions : ''}
      chosen={chosen}
      // What is chosen already keeps its capacity.
      onChoose={disabled ? undefined : offer => offer !== chosen && onChange(choiceOf(offer))}
    />
  );
}
