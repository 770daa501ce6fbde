import type { CatalogApi } from '@backstage/catalog-client';
import type { AppLanguageApi } from '@backstage/frontend-plugin-api';
import type { LogEvent, ScaffolderApi } from '@backstage/plugin-scaffolder-react';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import yaml from 'yaml';
import { catalogInLanguage, scaffolderInLanguage } from './templateApis';
import { portalTranslationRef } from './texts';
import ko from './texts.ko';

const file = join(__dirname, '../../../../templates/private-ai-app/template.yaml');
const template = yaml.parse(readFileSync(file, 'utf8'));
const { title, description } = template.metadata;

/** As a class has them, with what is private to it. */
class Catalog {
  #entities = [template, { kind: 'Component', metadata: { name: 'weather', title } }];
  getEntities = async () => ({ items: this.#entities });
  async queryEntities() {
    return { items: this.#entities, totalItems: this.#entities.length, pageInfo: {} };
  }
  async *streamEntities() {
    yield this.#entities;
  }
  /** As the catalog answers: of what was asked for alone. */
  async getEntitiesByRefs({ fields = [] }: { fields?: string[] }) {
    const keys = fields.map(field => field.replace('metadata.', ''));
    return {
      items: this.#entities.map(({ kind, metadata }) => ({
        kind,
        metadata: Object.fromEntries(keys.map(key => [key, metadata[key]])),
      })),
    };
  }
  async getEntityByRef() {
    return this.#entities[0];
  }
  async refreshEntity() {
    return this.#entities.length;
  }
}

const completion = {
  ...{ id: '1', taskId: 'made', createdAt: '', type: 'completion' },
  body: { message: 'Run completed', output: { links: [{ title: 'Open the app' }] } },
} as unknown as LogEvent;

const scaffolder = {
  getTemplateParameterSchema: async () => ({
    ...{ title, description },
    steps: template.spec.parameters.map(({ title: step, ...schema }: { title: string }) => ({
      ...{ title: step, schema },
    })),
  }),
  getTask: async () => ({
    spec: { steps: template.spec.steps, templateInfo: { entity: { metadata: template.metadata } } },
  }),
  streamLogs: () => ({
    subscribe: ({ next }: { next(event: LogEvent): void }) => {
      next(completion);
      return { unsubscribe: () => undefined };
    },
  }),
} as unknown as ScaffolderApi;

const speaking = (language: string) =>
  ({ getLanguage: () => ({ language }) }) as unknown as AppLanguageApi;

function api(language: string) {
  const languages = speaking(language);
  const catalog = catalogInLanguage(new Catalog() as unknown as CatalogApi, languages);
  return { catalog, scaffolder: scaffolderInLanguage(scaffolder, catalog, languages) };
}

it('has each text of the portal in Korean', () => {
  const { getDefaultMessages } = portalTranslationRef as unknown as {
    getDefaultMessages(): Record<string, string>;
  };
  expect(Object.keys(ko)).toEqual(Object.keys(getDefaultMessages()));
  for (const text of Object.values(ko)) expect(text).toMatch(/[가-힣]/);
});

it('shows templates in the reader’s language, and nothing else of the catalog differently', async () => {
  const { catalog } = api('ko');
  const answers = [(await catalog.getEntities()).items, (await catalog.queryEntities()).items];
  for await (const page of catalog.streamEntities()) answers.push(page);
  expect(answers).toHaveLength(3);
  for (const items of answers) {
    expect(items[0].metadata.title).toBe('프라이빗 AI 애플리케이션');
    expect(items[0].metadata.description).toMatch(/[가-힣]/);
    expect(items[1].metadata.title).toBe(title);
  }
  const named = await catalog.getEntitiesByRefs({ entityRefs: [], fields: ['metadata.title'] });
  expect(named.items.map(one => one?.metadata.title)).toEqual(['프라이빗 AI 애플리케이션', title]);
  // What it says of itself stays its own.
  expect(await catalog.refreshEntity('template:default/private-ai-app')).toBe(2);
  const { items } = await api('en').catalog.getEntities();
  expect(items[0].metadata).toEqual(template.metadata);
});

it('shows form, steps and links in the reader’s language', async () => {
  const shown = await api('ko').scaffolder.getTemplateParameterSchema('template:default/any');
  for (const step of shown.steps) expect(step.title).toMatch(/[가-힣]/);
  expect(shown.steps[0].schema).toMatchObject({
    properties: { owner: { type: 'string', 'ui:backstage': { review: { name: '소유자' } } } },
  });
  expect(shown.steps[1].schema).toMatchObject({
    properties: { model: { properties: { name: { title: '모델' } } } },
  });
  const english = await api('en').scaffolder.getTemplateParameterSchema('template:default/any');
  expect(english.title).toBe(title);
  expect(english.steps[0].title).toBe('About the app');

  const korean = api('ko').scaffolder;
  const { spec } = await korean.getTask('made');
  for (const step of spec.steps) expect(step.name).toMatch(/[가-힣]/);
  const events: LogEvent[] = [];
  korean.streamLogs({ taskId: 'made' }).subscribe({ next: event => events.push(event) });
  korean.streamLogs({ taskId: 'made' }).subscribe(event => events.push(event));
  const opened = { output: { links: [{ title: '앱 열기' }] } };
  expect(events.map(({ body }) => body)).toMatchObject([opened, opened]);
});
