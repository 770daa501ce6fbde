import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';

/** A moment (ISO 8601) as short as it can be read: its time, and its day where that is not today's. */
export function useTime(): (moment: string) => string {
  const { language } = useApi(appLanguageApiRef).getLanguage();
  return moment => {
    const at = new Date(moment);
    const isToday = at.toDateString() === new Date().toDateString();
    const timeStyle = 'short';
    return at.toLocaleString(
      language,
      isToday ? { timeStyle } : { dateStyle: 'medium', timeStyle },
    );
  };
}
