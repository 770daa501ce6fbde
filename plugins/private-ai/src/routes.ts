import { createExternalRouteRef, createRouteRef } from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();

export const platformRouteRef = createRouteRef();

/** The catalog; the catalog's own page unless the app binds another. */
export const catalogRouteRef = createExternalRouteRef({ defaultTarget: 'catalog.catalogIndex' });

/** A template's form; the scaffolder's own page unless the app binds another. */
export const templateRouteRef = createExternalRouteRef({
  params: ['namespace', 'templateName'],
  defaultTarget: 'scaffolder.selectedTemplate',
});
