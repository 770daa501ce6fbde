/** An amount in a language; the currency is what the platform team has written, which may be no ISO code. */
export function money(
  { amount, currency }: { amount: number; currency: string },
  language: string,
) {
  // A day's tokens may cost less than a cent, which is not nothing.
  const digits = amount !== 0 && amount < 1 ? { maximumSignificantDigits: 2 } : undefined;
  if (/^[a-z]{3}$/i.test(currency))
    return new Intl.NumberFormat(language, { style: 'currency', currency, ...digits }).format(
      amount,
    );
  const options = digits ?? { maximumFractionDigits: 2 };
  return `${new Intl.NumberFormat(language, options).format(amount)} ${currency}`;
}
