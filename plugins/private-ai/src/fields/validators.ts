import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { appTextLength, isAppName, type AppRequest } from '@private-ai/plugin-private-ai-common';
import { sentenceIn } from '../ui/useSentence';
import { isCapacity, offerOf } from './modelChoice';
import { modelOf, type PlanOptions } from './request';
import { askName, askPlan, askZones, everyObstacle, textsOf } from './validation';

/** The form of the name, and that a new application may have it. */
export const validateName: CustomFieldValidator<string> = async (name, field, context) => {
  const { apiHolder, formData } = context;
  const t = textsOf(apiHolder);
  if (!isAppName(name ?? '')) {
    field.addError(t('fields.name.form'));
    return;
  }
  const { verdict, sentence } = await askName(apiHolder, { ...formData, name });
  if (verdict === 'refused') {
    field.addError(sentenceIn(t, sentence));
    return;
  }
  // Once the rest is known, Azure and the cluster are asked, too.
  const { problems } = await askPlan(apiHolder, formData);
  problems
    .filter(problem => problem.field === 'name')
    .forEach(problem => field.addError(sentenceIn(t, problem.sentence, problem.message)));
};

/** That a text is as long as it may be; without one only where it may be left out. */
const validateText =
  (which: keyof typeof appTextLength): CustomFieldValidator<string> =>
  (text = '', field, { apiHolder }) => {
    const t = textsOf(apiHolder);
    const most = appTextLength[which];
    const over = text.length - most;
    if (which === 'instructions' && text.trim() === '')
      field.addError(t('fields.instructions.choose'));
    if (over > 0) field.addError(t('fields.tooLong', { most: String(most), over: String(over) }));
  };
export const validateDescription = validateText('description');
export const validateInstructions = validateText('instructions');

/** That something is chosen. */
const validateChosen =
  (
    missing:
      | 'fields.owner.choose'
      | 'fields.landingZone.choose'
      | 'fields.runtime.choose'
      | 'fields.app.notHere',
  ): CustomFieldValidator<string> =>
  (chosen, field, { apiHolder }) => {
    if (!chosen) field.addError(textsOf(apiHolder)(missing));
  };
export const validateOwner = validateChosen('fields.owner.choose');
export const validateLandingZone = validateChosen('fields.landingZone.choose');
export const validateRuntime = validateChosen('fields.runtime.choose');
export const validateApp = validateChosen('fields.app.notHere');

/** That the chosen zone offers the model, and that much of it. */
export const validateModel: CustomFieldValidator<AppRequest['model']> = async (
  value,
  field,
  { apiHolder, formData },
) => {
  const t = textsOf(apiHolder);
  const model = modelOf(value);
  if (!model) {
    field.addError(t('fields.model.choose'));
    return;
  }
  const zones = await askZones(apiHolder);
  const zone = zones.find(({ name }) => name === formData.landingZone);
  const offer = offerOf(zone, model);
  if (!offer) {
    const title = zone?.title ?? String(formData.landingZone ?? '');
    field.addError(t('fields.model.notOffered', { zone: title }));
  } else if (!isCapacity(model.capacity, offer)) {
    field.addError(t('fields.model.capacityWrong', { max: String(offer.maxCapacity) }));
  }
};

/** Everything that the backend finds wrong with the form as a whole: it bars the way to Create. */
export const validatePlan: CustomFieldValidator<string, PlanOptions> = async (
  _value,
  field,
  { apiHolder, formData, uiSchema },
) => {
  const plan = await askPlan(apiHolder, formData, uiSchema?.['ui:options']);
  everyObstacle(plan, textsOf(apiHolder)).forEach(message => field.addError(message));
};
