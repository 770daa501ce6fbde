import type { TemplateActionOptions } from '@backstage/plugin-scaffolder-node';

/** The scaffolder hands in its own Zod, which need not be this package's. */
type Fields = NonNullable<NonNullable<TemplateActionOptions['schema']>['input']>;
type Zod = Parameters<Fields[string]>[0];

const modelFields = (zod: Zod) => ({
  name: zod.string(),
  version: zod.string(),
  sku: zod.string(),
  capacity: zod.number(),
});

/** What `private-ai:app:plan` gives and the other actions take. */
export const appSchema = (zod: Zod) =>
  zod.object(
    {
      name: zod.string(),
      entityRef: zod.string(),
      owner: zod.string(),
      description: zod.string().optional(),
      landingZone: zod.string(),
      model: zod.object(modelFields(zod)),
      runtime: zod.enum(['typescript', 'python']),
      instructions: zod.string(),
      templateVersion: zod.string().optional(),
    },
    { description: 'The output `app` of private-ai:app:plan' },
  );

/** Where the published source is, as the publish actions put it out. */
export const sourceSchema = {
  repoUrl: (zod: Zod) =>
    zod.string({ description: 'The repository in the form host?owner=…&repo=…' }),
  commit: (zod: Zod) => zod.string({ description: 'The full hash of the published commit' }),
};

/**
 * The form's fields, flat. All may be missing here: the portal answers a wrong form with sentences, where a schema
 * would answer with paths.
 */
export const formSchema = {
  name: (zod: Zod) =>
    zod
      .string({ description: 'Repository, namespace and every derived name come from it' })
      .optional(),
  entityRef: (zod: Zod) =>
    zod.string({ description: 'The entity; component:default/<name> when left out' }).optional(),
  owner: (zod: Zod) => zod.string({ description: 'Entity reference of the owner' }).optional(),
  description: (zod: Zod) => zod.string().optional(),
  landingZone: (zod: Zod) => zod.string({ description: 'Name of the landing zone' }).optional(),
  model: (zod: Zod) => zod.object(modelFields(zod)).partial().optional(),
  runtime: (zod: Zod) => zod.string({ description: 'typescript or python' }).optional(),
  instructions: (zod: Zod) => zod.string({ description: 'What the agent is for' }).optional(),
  templateVersion: (zod: Zod) => zod.string().optional(),
};
