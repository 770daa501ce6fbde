import type { TemplateActionOptions } from '@backstage/plugin-scaffolder-node';
import { runtimes } from '@private-ai/plugin-private-ai-common';

/** The scaffolder hands in its own Zod, which need not be this package's. */
type Fields = NonNullable<NonNullable<TemplateActionOptions['schema']>['input']>;
export type Zod = Parameters<Fields[string]>[0];

const modelFields = (zod: Zod) => ({
  name: zod.string({ description: 'As the landing zone offers it, such as gpt-5.2' }),
  version: zod.string({ description: "The model's version, such as 2025-12-11" }),
  sku: zod.string({
    description:
      'Standard (regional), DataZoneStandard or GlobalStandard: where prompts are processed',
  }),
  capacity: zod.number({ description: 'Thousands of tokens a minute' }),
});

const text = {
  name: 'Lower-case letters, digits and dashes, 3 to 24: repository, namespace and every derived name come from it',
  entityRef: 'The entity in the catalog, such as component:default/weather',
  owner: 'Entity reference of the team or person that answers for it',
  description: 'One sentence for the catalog',
  landingZone: 'Name of the landing zone (privateAi.landingZones[].name)',
  model: 'One of the models that the landing zone offers',
  runtime: 'What the agent is written in: typescript or python',
  instructions: 'What the agent is told before every conversation; no secrets',
  templateVersion: 'Version of the template that asks',
};

/** What `private-ai:app:plan` gives and the other actions take. */
export const appSchema = (zod: Zod) =>
  zod.object(
    {
      name: zod.string({ description: text.name }),
      entityRef: zod.string({ description: text.entityRef }),
      owner: zod.string({ description: text.owner }),
      description: zod.string({ description: text.description }).optional(),
      landingZone: zod.string({ description: text.landingZone }),
      model: zod.object(modelFields(zod), { description: text.model }),
      runtime: zod.enum(runtimes, { description: text.runtime }),
      instructions: zod.string({ description: text.instructions }),
      templateVersion: zod.string({ description: text.templateVersion }).optional(),
    },
    { description: 'The application: the output `app` of private-ai:app:plan, or written by hand' },
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
  name: (zod: Zod) => zod.string({ description: text.name }).optional(),
  entityRef: (zod: Zod) =>
    zod
      .string({ description: `${text.entityRef}; component:default/ with the name when left out` })
      .optional(),
  owner: (zod: Zod) => zod.string({ description: text.owner }).optional(),
  description: (zod: Zod) => zod.string({ description: text.description }).optional(),
  landingZone: (zod: Zod) => zod.string({ description: text.landingZone }).optional(),
  model: (zod: Zod) =>
    zod.object(modelFields(zod), { description: text.model }).partial().optional(),
  runtime: (zod: Zod) => zod.string({ description: text.runtime }).optional(),
  instructions: (zod: Zod) => zod.string({ description: text.instructions }).optional(),
  templateVersion: (zod: Zod) => zod.string({ description: text.templateVersion }).optional(),
};

/** What provisioning puts out; a part puts out what is its own. */
export const provisionedSchema = {
  namespace: (zod: Zod) => zod.string({ description: 'The Kubernetes namespace' }),
  service: (zod: Zod) => zod.string({ description: "The agent's Deployment and Service" }),
  foundryAccount: (zod: Zod) => zod.string({ description: 'Name of the Foundry account' }),
  modelDeployment: (zod: Zod) =>
    zod.string({ description: "The model's deployment, as a client names it" }),
  endpoint: (zod: Zod) =>
    zod
      .string({
        description:
          'Where the model is asked, such as https://aif-weather.openai.azure.com/; only from the private network',
      })
      .optional(),
  identity: (zod: Zod) => zod.string({ description: 'Name of the managed identity' }),
  identityClientId: (zod: Zod) =>
    zod
      .string({ description: 'Client id of the managed identity, as a workload identity needs it' })
      .optional(),
  connector: (zod: Zod) => zod.string({ description: "Service Connector's linker on the cluster" }),
  connectorSecret: (zod: Zod) =>
    zod
      .string({ description: "The Secret with the connection, for a container's envFrom" })
      .optional(),
  serviceAccount: (zod: Zod) =>
    zod
      .string({
        description:
          'The ServiceAccount to run as; pods also need the label azure.workload.identity/use: "true"',
      })
      .optional(),
};

/** What verification puts out. */
export const checksSchema = (zod: Zod) =>
  zod.array(
    zod.object({
      name: zod.string({ description: 'What was looked at' }),
      ok: zod.boolean({ description: 'Whether it is as it should be' }),
      message: zod.string({ description: 'What was found, as a sentence' }),
    }),
    { description: 'One for each resource, and one for a question to the agent' },
  );
