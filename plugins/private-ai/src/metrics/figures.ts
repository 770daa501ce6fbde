import type { MetricUnit } from '@private-ai/plugin-private-ai-common';

/** Texts around a figure that `Intl` has no unit for. */
export interface UnitTexts {
  perSecond: (figure: string) => string;
  cores: (figure: string) => string;
}

/** A figure with its unit, as short as an axis needs it, in a language. */
export function figure(
  value: number,
  unit: MetricUnit,
  language: string,
  texts: UnitTexts,
): string {
  const number = (options: Intl.NumberFormatOptions, shown = value) =>
    new Intl.NumberFormat(language, options).format(shown);
  const compact: Intl.NumberFormatOptions = {
    notation: 'compact',
    maximumFractionDigits: Math.abs(value) < 10 ? 2 : 1,
  };
  switch (unit) {
    case 'seconds':
      return Math.abs(value) < 1 && value !== 0
        ? number({ style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 }, value * 1000)
        : number({ style: 'unit', unit: 'second', maximumFractionDigits: 2 });
    case 'percent':
      return number({ style: 'unit', unit: 'percent', maximumFractionDigits: 1 });
    case 'bytes':
      return number({ style: 'unit', unit: 'megabyte', maximumFractionDigits: 0 }, value / 1e6);
    case 'requests/s':
      return texts.perSecond(number(compact));
    case 'cores':
      return texts.cores(number({ maximumFractionDigits: 3 }));
    default:
      return number(compact);
  }
}

/** A moment on the axis of a range: seconds since 1970 → `14:05`. */
export function clock(unixSeconds: number, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(
    unixSeconds * 1000,
  );
}
