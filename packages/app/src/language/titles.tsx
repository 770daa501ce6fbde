import {
  coreExtensionData,
  createFrontendModule,
  type OverridableExtensionDefinition,
  type PageLayoutProps,
} from '@backstage/frontend-plugin-api';
import appPlugin from '@backstage/plugin-app';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import kubernetesPlugin from '@backstage/plugin-kubernetes/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import type { ComponentType } from 'react';
import { usePageTitle } from './pageTitle';
import { portalTranslationRef } from './texts';

const { component } = SwappableComponentBlueprint.dataRefs;

/** Backstage's page layout, with the titles of pages, which its plugins have in English alone. */
export const titledLayout = appPlugin.getExtension('component:app/core-page-layout').override({
  factory(original) {
    const { ref, loader } = original().get(component)!;
    return [
      component({
        ref,
        loader: async () => titled((await loader()) as ComponentType<PageLayoutProps>) as never,
      }),
    ];
  },
});

function titled(Layout: ComponentType<PageLayoutProps>) {
  return function TitledLayout({ title, ...rest }: PageLayoutProps) {
    const of = usePageTitle();
    return <Layout {...rest} title={title && of(title)} />;
  };
}

type Key = Parameters<typeof portalTranslationRef>[0];

/** An extension's title is data beside what it shows: whoever draws it as a tab or a crumb takes the translated one. */
const titledAs = (
  // Whatever else the extension takes and gives stays as it is.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  extension: OverridableExtensionDefinition<any>,
  key: Key,
) =>
  extension.override({
    factory: original => [
      ...original(),
      coreExtensionData.titleTranslation(portalTranslationRef(key)),
    ],
  });

/** Tabs of an entity's page, and pages below a page. */
export const titledModules = [
  createFrontendModule({
    pluginId: 'catalog',
    extensions: [
      titledAs(catalogPlugin.getExtension('entity-content:catalog/overview'), 'page.overview'),
    ],
  }),
  createFrontendModule({
    pluginId: 'kubernetes',
    extensions: [
      titledAs(
        kubernetesPlugin.getExtension('entity-content:kubernetes/kubernetes'),
        'page.kubernetes',
      ),
    ],
  }),
  createFrontendModule({
    pluginId: 'scaffolder',
    extensions: [
      titledAs(scaffolderPlugin.getExtension('sub-page:scaffolder/templates'), 'page.templates'),
      titledAs(scaffolderPlugin.getExtension('sub-page:scaffolder/tasks'), 'page.tasks'),
      titledAs(scaffolderPlugin.getExtension('sub-page:scaffolder/actions'), 'page.actions'),
      titledAs(scaffolderPlugin.getExtension('sub-page:scaffolder/editor'), 'page.editor'),
      titledAs(
        scaffolderPlugin.getExtension('sub-page:scaffolder/templating-extensions'),
        'page.extensions',
      ),
    ],
  }),
  createFrontendModule({
    pluginId: 'user-settings',
    extensions: [
      titledAs(userSettingsPlugin.getExtension('sub-page:user-settings/general'), 'page.general'),
      titledAs(
        userSettingsPlugin.getExtension('sub-page:user-settings/auth-providers'),
        'page.providers',
      ),
      titledAs(
        userSettingsPlugin.getExtension('sub-page:user-settings/feature-flags'),
        'page.flags',
      ),
    ],
  }),
];
