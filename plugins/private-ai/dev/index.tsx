import '@backstage/cli/asset-types';
import '@backstage/ui/css/styles.css';
import { createApp } from '@backstage/frontend-defaults';
import { ApiBlueprint, createFrontendModule } from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { InMemoryCatalogClient } from '@backstage/catalog-client/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import ReactDOM from 'react-dom/client';
import privateAiPlugin, { privateAiApiRef } from '../src';
import { entities } from './entities';
import { FixedAnswers } from './fixedAnswers';
import { fixedForms } from './forms';

// The plugin as an app installs it, in the pages that it stands in; what they ask is answered here.
const app = createApp({
  features: [
    privateAiPlugin,
    catalogPlugin,
    scaffolderPlugin,
    userSettingsPlugin,
    createFrontendModule({
      pluginId: 'private-ai',
      extensions: [
        ApiBlueprint.make({
          params: define =>
            define({ api: privateAiApiRef, deps: {}, factory: () => new FixedAnswers() }),
        }),
      ],
    }),
    createFrontendModule({
      pluginId: 'catalog',
      extensions: [
        ApiBlueprint.make({
          params: define =>
            define({
              api: catalogApiRef,
              deps: {},
              factory: () => new InMemoryCatalogClient({ entities }),
            }),
        }),
      ],
    }),
    createFrontendModule({
      pluginId: 'scaffolder',
      extensions: [
        ApiBlueprint.make({
          params: define => define({ api: scaffolderApiRef, deps: {}, factory: () => fixedForms }),
        }),
      ],
    }),
  ],
});

ReactDOM.createRoot(document.getElementById('root')!).render(app.createRoot());
