import type { Entity } from '@backstage/catalog-model';
import type {
  LogEvent,
  ScaffolderTask,
  TemplateParameterSchema,
} from '@backstage/plugin-scaffolder-react';

/** English texts of a template, and the same in another language. */
export type Texts = Record<string, string>;

/** The texts that a template brings for a language, in `metadata.translations.<language>`. */
export function textsOf(metadata: object | undefined, language: string): Texts {
  const { translations } = (metadata ?? {}) as { translations?: Record<string, unknown> };
  const texts = translations?.[language];
  return typeof texts === 'object' && texts !== null ? (texts as Texts) : {};
}

/**
 * What people read in an object of the template's: its own texts, and those of what lies in it.
 * @param whole - whether each text in it is one that people read
 */
function read<T>(value: T, texts: Texts, whole = false): T {
  if (Array.isArray(value)) return value.map(one => read(one, texts, whole)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      typeof one === 'string' && (whole || shown.has(key))
        ? inLanguage(one, texts)
        : read(one, texts, whole || key === 'errorMessage' || key === 'review'),
    ]),
  ) as T;
}

/** Of a JSON schema, and of a form. */
const shown = new Set([
  'title',
  'description',
  'ui:help',
  'ui:placeholder',
  'backButtonText',
  'reviewButtonText',
  'createButtonText',
]);

/** YAML folds a long text into one line, and leaves the line's end. */
const inLanguage = (text: string, texts: Texts): string => {
  const found = texts[text.trim()];
  return typeof found === 'string' ? found : text;
};

/** A template as the list of templates shows it. */
export function translatedTemplate<T extends Entity>(entity: T, language: string): T {
  if (entity.kind !== 'Template') return entity;
  const texts = textsOf(entity.metadata, language);
  const { title, description } = entity.metadata;
  return {
    ...entity,
    metadata: { ...entity.metadata, ...read(given({ title, description }), texts) },
  };
}

const given = (texts: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined));

/** Its form. */
export const translatedForm = (form: TemplateParameterSchema, texts: Texts) => read(form, texts);

/** The texts that a task's template had when the task was begun. */
export const textsOfTask = ({ spec }: ScaffolderTask, language: string): Texts =>
  textsOf(spec.templateInfo?.entity?.metadata, language);

/** What a task does, step by step. */
export function translatedTask(task: ScaffolderTask, texts: Texts): ScaffolderTask {
  const steps = task.spec.steps.map(step => ({ ...step, name: inLanguage(step.name, texts) }));
  return { ...task, spec: { ...task.spec, steps } };
}

/** What a task says on its way: its links, at the end. */
export const translatedEvent = (event: LogEvent, texts: Texts): LogEvent =>
  event.type === 'completion' ? { ...event, body: read(event.body, texts) } : event;
