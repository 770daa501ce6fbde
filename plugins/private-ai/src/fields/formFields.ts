import {
  createFormField,
  FormFieldBlueprint,
  type FormField,
} from '@backstage/plugin-scaffolder-react/alpha';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { runtimes } from '@private-ai/plugin-private-ai-common';
import { framed } from './framed';
import {
  validateApp,
  validateDescription,
  validateInstructions,
  validateLandingZone,
  validateModel,
  validateName,
  validateOwner,
  validatePlan,
  validateRuntime,
} from './validators';

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
const formField = (name: string, field: () => Promise<FormField>) => ({ name, field });

/** The fields of the templates' forms, loaded when a form uses them. */
export const fields = [
  formField('private-ai-name', async () => {
    const { NameField } = await import('./NameField');
    return createFormField({
      name: 'PrivateAiName',
      component: framed(NameField),
      schema: text,
      validation: validateName,
    });
  }),
  formField('private-ai-owner', async () => {
    const { OwnerField } = await import('./OwnerField');
    return createFormField({
      name: 'PrivateAiOwner',
      component: framed(OwnerField),
      schema: text,
      validation: validateOwner,
    });
  }),
  formField('private-ai-description', async () => {
    const { DescriptionField } = await import('./DescriptionField');
    return createFormField({
      name: 'PrivateAiDescription',
      component: framed(DescriptionField),
      schema: text,
      validation: validateDescription,
    });
  }),
  formField('private-ai-landing-zone', async () => {
    const { LandingZoneField } = await import('./LandingZoneField');
    return createFormField({
      name: 'PrivateAiLandingZone',
      component: framed(LandingZoneField),
      schema: text,
      validation: validateLandingZone,
    });
  }),
  formField('private-ai-model', async () => {
    const { ModelField } = await import('./ModelField');
    return createFormField({
      name: 'PrivateAiModel',
      component: framed(ModelField),
      schema: model,
      validation: validateModel,
    });
  }),
  formField('private-ai-runtime', async () => {
    const { RuntimeField } = await import('./RuntimeField');
    return createFormField({
      name: 'PrivateAiRuntime',
      component: framed(RuntimeField),
      schema: runtime,
      validation: validateRuntime,
    });
  }),
  formField('private-ai-repository', async () => {
    const { RepositoryField } = await import('./RepositoryField');
    return createFormField({
      name: 'PrivateAiRepository',
      component: framed(RepositoryField),
      schema: text,
    });
  }),
  formField('private-ai-app', async () => {
    const { AppField } = await import('./AppField');
    return createFormField({
      name: 'PrivateAiApp',
      component: framed(AppField, { tells: false }),
      schema: text,
      validation: validateApp,
    });
  }),
  formField('private-ai-instructions', async () => {
    const { InstructionsField } = await import('./InstructionsField');
    return createFormField({
      name: 'PrivateAiInstructions',
      component: framed(InstructionsField),
      schema: text,
      validation: validateInstructions,
    });
  }),
  formField('private-ai-playground', async () => {
    const { PlaygroundField } = await import('./PlaygroundField');
    return createFormField({
      name: 'PrivateAiPlayground',
      component: framed(PlaygroundField),
      schema: model,
    });
  }),
  formField('private-ai-plan', async () => {
    const { PlanField } = await import('./PlanField');
    return createFormField({
      name: 'PrivateAiPlan',
      component: framed(PlanField, { tells: false }),
      schema: plan,
      validation: validatePlan,
    });
  }),
];

/** The same as extensions of the app. */
export const formFields = fields.map(({ name, field }) =>
  FormFieldBlueprint.make({ name, params: { field } }),
);
