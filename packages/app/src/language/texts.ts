import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** What the portal itself says, and what Backstage's own pages are called, for which they keep no message. */
export const portalTranslationRef = createTranslationRef({
  id: 'portal',
  messages: {
    home: 'Private AI, to the first page',
    navigation: 'Menu',
    skip: 'Skip to the content',
    notFound: {
      title: 'There is no such page',
      text: 'The address may have been mistyped, or what it led to is gone.',
      back: 'To the first page',
    },
    page: {
      catalog: 'Catalog',
      create: 'Create',
      templates: 'Templates',
      tasks: 'Tasks',
      actions: 'Actions',
      editor: 'Template Editor',
      extensions: 'Templating Extensions',
      search: 'Search',
      notifications: 'Notifications',
      settings: 'Settings',
      general: 'General',
      providers: 'Authentication Providers',
      flags: 'Feature Flags',
      graph: 'Catalog Graph',
      overview: 'Overview',
      kubernetes: 'Kubernetes',
    },
  },
  translations: { ko: () => import('./texts.ko') },
});
