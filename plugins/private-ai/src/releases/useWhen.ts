import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';

/** A moment (ISO 8601) as the reader's language writes date and time. */
export function useWhen(): (moment: string) => string {
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return moment => format.format(new Date(moment));
}
