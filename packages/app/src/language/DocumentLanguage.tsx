import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect } from 'react';

/** Tells browser and screen reader in which language the page is. */
export function DocumentLanguage() {
  const languages = useApi(appLanguageApiRef);
  useEffect(() => {
    const tell = ({ language }: { language: string }) => {
      document.documentElement.lang = language;
    };
    tell(languages.getLanguage());
    const following = languages.language$().subscribe(tell);
    return () => following.unsubscribe();
  }, [languages]);
  return null;
}
