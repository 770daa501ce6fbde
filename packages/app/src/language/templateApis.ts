import type { CatalogApi } from '@backstage/catalog-client';
import type { Entity } from '@backstage/catalog-model';
import {
  ApiBlueprint,
  appLanguageApiRef,
  createFrontendModule,
  type AnyApiFactory,
  type AppLanguageApi,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import type { LogEvent, ScaffolderApi } from '@backstage/plugin-scaffolder-react';
import type { Observer } from '@backstage/types';
import {
  textsOf,
  textsOfTask,
  translatedEvent,
  translatedForm,
  translatedTask,
  translatedTemplate,
  type Texts,
} from './templateTexts';

/** An API of which some methods are others; whatever it has besides goes on as it is. */
function instead<T extends object>(api: T, methods: Partial<T>): T {
  return new Proxy(api, {
    get(target, key) {
      const own = (Object.hasOwn(methods, key) ? methods : target)[key as keyof T];
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}

/** The catalog, with its templates in the reader's language. */
export function catalogInLanguage(catalog: CatalogApi, languages: AppLanguageApi): CatalogApi {
  const translated = (entity: Entity) =>
    translatedTemplate(entity, languages.getLanguage().language);
  const listed = <T extends { items: Entity[] }>(answer: T) => ({
    ...answer,
    items: answer.items.map(translated),
  });
  return instead(catalog, {
    getEntities: async (...args) => listed(await catalog.getEntities(...args)),
    queryEntities: async (...args) => listed(await catalog.queryEntities(...args)),
    getEntitiesByRefs: async ({ fields, ...request }, ...rest) => {
      // Who asks for a title alone gets it without its translation.
      const more = fields && [...fields, 'metadata.translations'];
      const answer = await catalog.getEntitiesByRefs({ ...request, fields: more }, ...rest);
      return { items: answer.items.map(one => one && translated(one)) };
    },
    getEntityByRef: async (...args) => {
      const entity = await catalog.getEntityByRef(...args);
      return entity && translated(entity);
    },
    async *streamEntities(...args) {
      for await (const page of catalog.streamEntities(...args)) yield page.map(translated);
    },
  });
}

/** Forms and tasks in the reader's language, as far as their templates bring it. */
export function scaffolderInLanguage(
  scaffolder: ScaffolderApi,
  catalog: CatalogApi,
  languages: AppLanguageApi,
): ScaffolderApi {
  const ofTasks = new Map<string, Texts>();
  const now = () => languages.getLanguage().language;
  return instead(scaffolder, {
    getTemplateParameterSchema: async (templateRef, ...rest) => {
      const [form, template] = await Promise.all([
        scaffolder.getTemplateParameterSchema(templateRef, ...rest),
        catalog.getEntityByRef(templateRef),
      ]);
      return translatedForm(form, textsOf(template?.metadata, now()));
    },
    getTask: async (taskId, ...rest) => {
      const task = await scaffolder.getTask(taskId, ...rest);
      const texts = textsOfTask(task, now());
      ofTasks.set(taskId, texts);
      return translatedTask(task, texts);
    },
    streamLogs: (request, ...rest) => {
      const events = scaffolder.streamLogs(request, ...rest);
      return instead(events, {
        subscribe: (first?: Observer<LogEvent> | ((event: LogEvent) => void), ...more) => {
          const [error, complete] = more as [Observer<LogEvent>['error'], (() => void)?];
          const observer = typeof first === 'function' ? { next: first, error, complete } : first;
          const texts = ofTasks.get(request.taskId) ?? {};
          const next = (event: LogEvent) => observer?.next?.(translatedEvent(event, texts));
          return events.subscribe({ ...observer, next });
        },
      });
    },
  });
}

const { factory } = ApiBlueprint.dataRefs;

/** The same factory, whose API is made over with what else it needs. */
function madeOver(
  before: AnyApiFactory,
  more: AnyApiFactory['deps'],
  make: (api: never, deps: never) => unknown,
): AnyApiFactory {
  return {
    ...before,
    deps: { ...before.deps, ...more },
    factory: deps => make(before.factory(deps) as never, deps as never),
  };
}

/** Templates bring their texts in other languages: docs/how-to-add.md. */
export const templateModules = [
  createFrontendModule({
    pluginId: 'catalog',
    extensions: [
      catalogPlugin.getExtension('api:catalog').override({
        factory: original => [
          factory(
            madeOver(
              original().get(factory)!,
              { languages: appLanguageApiRef },
              (api: CatalogApi, { languages }: { languages: AppLanguageApi }) =>
                catalogInLanguage(api, languages),
            ),
          ),
        ],
      }),
    ],
  }),
  createFrontendModule({
    pluginId: 'scaffolder',
    extensions: [
      scaffolderPlugin.getExtension('api:scaffolder').override({
        factory: original => [
          factory(
            madeOver(
              original().get(factory)!,
              { languages: appLanguageApiRef, catalog: catalogApiRef },
              (
                api: ScaffolderApi,
                { languages, catalog }: { languages: AppLanguageApi; catalog: CatalogApi },
              ) => scaffolderInLanguage(api, catalog, languages),
            ),
          ),
        ],
      }),
    ],
  }),
];
