import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  createFormField,
  FormFieldBlueprint,
  type FormField,
} from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema, type CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { isAppName, runtimes, type AppRequest } from '@private-ai/plugin-private-ai-common';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { takenBy } from './takenBy';
import { isCapacity, offerOf } from './modelChoice';
import { onPaper } from './onPaper';
import { modelOf, type PlanOptions } from './request';
import { askPlan, obstaclesOf, textsOf } from './validation';

/** The form of the name, and that nobody has it. */
export const validateName: CustomFieldValidator<string> = async (name, field, context) => {
  const { apiHolder, formData } = context;
  const t = textsOf(apiHolder);
  if (!isAppName(name ?? '')) {
    field.addError(t('fields.name.form'));
    return;
  }
  const entityRef = await takenBy(name, apiHolder.get(catalogApiRef)!);
  if (entityRef) {
    field.addError(t('fields.name.taken', { entityRef }));
    return;
  }
  const { problems } = await askPlan(apiHolder, formData);
  problems
    .filter(problem => problem.field === 'name')
    .forEach(({ message }) => field.addError(message));
};

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
  const zones = await apiHolder.get(privateAiApiRef)!.landingZones();
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
  obstaclesOf(plan).forEach(message => field.addError(message));
};

const text = makeFieldSchema({ output: z => z.string() });
const plan = makeFieldSchema({
  output: z => z.string(),
  uiOptions: z => z.object({ change: z.boolean().optional() }),
});
const model = makeFieldSchema({
  output: z =>
    z.object({ name: z.string(), version: z.string(), sku: z.string(), capacity: z.number() }),
});
const runtime = makeFieldSchema({ output: z => z.enum(runtimes) });
function formField(name: string, field: () => Promise<FormField>) {
  return FormFieldBlueprint.make({ name, params: { field } });
}

/** The fields of the template's form, loaded when a form uses them. */
export const formFields = [
  formField('private-ai-name', async () => {
    const { NameField } = await import('./NameField');
    return createFormField({
      name: 'PrivateAiName',
      component: onPaper(NameField),
      schema: text,
      validation: validateName,
    });
  }),
  formField('private-ai-landing-zone', async () => {
    const { LandingZoneField } = await import('./LandingZoneField');
    return createFormField({
      name: 'PrivateAiLandingZone',
      component: onPaper(LandingZoneField),
      schema: text,
    });
  }),
  formField('private-ai-model', async () => {
    const { ModelField } = await import('./ModelField');
    return createFormField({
      name: 'PrivateAiModel',
      component: onPaper(ModelField),
      schema: model,
      validation: validateModel,
    });
  }),
  formField('private-ai-runtime', async () => {
    const { RuntimeField } = await import('./RuntimeField');
    return createFormField({
      name: 'PrivateAiRuntime',
      component: onPaper(RuntimeField),
      schema: runtime,
    });
  }),
  formField('private-ai-repository', async () => {
    const { RepositoryField } = await import('./RepositoryField');
    return createFormField({
      name: 'PrivateAiRepository',
      component: onPaper(RepositoryField),
      schema: text,
    });
  }),
  formField('private-ai-app', async () => {
    const { AppField } = await import('./AppField');
    return createFormField({ name: 'PrivateAiApp', component: onPaper(AppField), schema: text });
  }),
  formField('private-ai-instructions', async () => {
    const { InstructionsField } = await import('./InstructionsField');
    return createFormField({
      name: 'PrivateAiInstructions',
      component: onPaper(InstructionsField),
      schema: text,
    });
  }),
  formField('private-ai-plan', async () => {
    const { PlanField } = await import('./PlanField');
    return createFormField({
      name: 'PrivateAiPlan',
      component: onPaper(PlanField),
      schema: plan,
      validation: validatePlan,
    });
  }),
];
