import {
  coreExtensionData,
  createExtension,
  createExtensionInput,
  createFrontendModule,
  NotFoundErrorPage,
} from '@backstage/frontend-plugin-api';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';
import { Layout } from './Layout';
import { NotFound } from './NotFound';

/** In place of Backstage's own, which has no main landmark on most pages. */
const layout = createExtension({
  name: 'layout',
  attachTo: { id: 'app/root', input: 'children' },
  inputs: {
    nav: createExtensionInput([coreExtensionData.reactElement], { singleton: true }),
    content: createExtensionInput([coreExtensionData.reactElement], { singleton: true }),
  },
  output: [coreExtensionData.reactElement],
  factory: ({ inputs }) => [
    coreExtensionData.reactElement(
      <Layout navigation={inputs.nav.get(coreExtensionData.reactElement)}>
        {inputs.content.get(coreExtensionData.reactElement)}
      </Layout>,
    ),
  ],
});

const notFound = SwappableComponentBlueprint.make({
  name: 'core-not-found-error-page',
  params: define => define({ component: NotFoundErrorPage, loader: () => NotFound }),
});

/** What surrounds every page. */
export const layoutModule = createFrontendModule({
  pluginId: 'app',
  extensions: [layout, notFound],
});
