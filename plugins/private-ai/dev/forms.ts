import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import app from '../../../templates/private-ai-app/template.yaml';
import change from '../../../templates/private-ai-change/template.yaml';

type ScaffolderApi = typeof scaffolderApiRef.T;
type Form = Awaited<ReturnType<ScaffolderApi['getTemplateParameterSchema']>>;
type Template = Entity & {
  spec: { parameters: Form['steps'][number]['schema'][]; presentation?: Form['presentation'] };
};

/** The templates as they are: their forms are what the plugin has fields for. */
export const templates = [app, change] as unknown[] as Template[];

const forms: Partial<ScaffolderApi> = {
  async getTemplateParameterSchema(ref) {
    const template = templates.find(({ metadata }) => ref.endsWith(`/${metadata.name}`));
    if (!template) throw new NotFoundError(`There is no template ${ref}.`);
    const { metadata, spec } = template;
    return {
      title: metadata.title ?? metadata.name,
      presentation: spec.presentation,
      steps: spec.parameters.map(schema => ({ title: String(schema.title), schema })),
    };
  },
  async scaffold() {
    throw new NotFoundError('These pages stand alone: nothing is made.');
  },
};

/** The scaffolder as far as its forms go. */
export const fixedForms = forms as ScaffolderApi;
