import { AppRootElementBlueprint, createFrontendModule } from '@backstage/frontend-plugin-api';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { DocumentLanguage } from './DocumentLanguage';
import { korean } from './korean';
import { templateModules } from './templateApis';
import { titledLayout, titledModules } from './titles';

const documentLanguage = AppRootElementBlueprint.make({
  name: 'document-language',
  params: { element: <DocumentLanguage /> },
});

const backstages = korean.map(resource =>
  TranslationBlueprint.make({ name: resource.id, params: { resource } }),
);

/** The whole portal in the reader's language, Backstage's own pages included. */
export const languageModules = [
  createFrontendModule({
    pluginId: 'app',
    extensions: [documentLanguage, titledLayout, ...backstages],
  }),
  ...titledModules,
  ...templateModules,
];
