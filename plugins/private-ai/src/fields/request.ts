import type { AppRequest, PlanRequest } from '@private-ai/plugin-private-ai-common';

/** What the template's form holds so far, under the names of its parameters. */
export type FormValues = Record<string, unknown>;

const textFields = [
  'name',
  'entityRef',
  'owner',
  'description',
  'landingZone',
  'runtime',
  'instructions',
  'templateVersion',
] as const satisfies readonly (keyof AppRequest)[];

/** The request that a form makes, finished or not; the form's own fields (repository, plan) are left out. */
function requestOf(values: FormValues): Partial<AppRequest> {
  const texts = textFields.flatMap(field => {
    const value = values[field];
    return typeof value === 'string' && value !== '' ? [[field, value]] : [];
  });
  const model = modelOf(values.model);
  return {
    ...Object.fromEntries(texts),
    ...(model && Number.isFinite(model.capacity) && { model }),
  };
}

/** The model of a form, once one is chosen. */
export function modelOf(value: unknown): AppRequest['model'] | undefined {
  const { name, version, sku, capacity } = (value ?? {}) as Partial<AppRequest['model']>;
  if (!name || !version || !sku) return undefined;
  return { name, version, sku, capacity: typeof capacity === 'number' ? capacity : NaN };
}

/** `ui:options` of the plan field. */
export interface PlanOptions {
  /** The form changes an application that exists. */
  change?: boolean;
}

/** What the backend is asked to plan for a form. */
export function planRequestOf(values: FormValues, options?: PlanOptions): PlanRequest {
  return { ...requestOf(values), ...(options?.change === true && { change: true }) };
}
