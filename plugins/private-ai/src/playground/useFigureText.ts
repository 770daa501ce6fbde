import { appLanguageApiRef, useApi } from '@backstage/frontend-plugin-api';

/** Figures of an answer in the reader's language. */
export function useFigureText() {
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const text = (value: number, options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(language, options).format(value);
  return {
    duration: (milliseconds: number) =>
      milliseconds < 1000
        ? text(milliseconds, { style: 'unit', unit: 'millisecond' })
        : text(milliseconds / 1000, { style: 'unit', unit: 'second', maximumFractionDigits: 1 }),
    count: (value: number) => text(value),
    /** Without its currency, which is called as the landing zone's list does. */
    money: (value: number) => text(value, { maximumSignificantDigits: 3 }),
  };
}
