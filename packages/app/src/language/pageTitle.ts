import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { portalTranslationRef } from './texts';

const keys = {
  Catalog: 'page.catalog',
  Create: 'page.create',
  Search: 'page.search',
  Notifications: 'page.notifications',
  Settings: 'page.settings',
  'Catalog Graph': 'page.graph',
} as const;

/** The title of one of Backstage's own pages in the reader's language; any other as it is. */
export function usePageTitle(): (title: string) => string {
  const { t } = useTranslationRef(portalTranslationRef);
  return title => (title in keys ? t(keys[title as keyof typeof keys]) : title);
}
