const factors: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const form = /^([+-]?\d*\.?\d+|[+-]?\d+\.)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d+))?$/;

/** A quantity (`100m`, `1.5Gi`, `2e3`) as a number; undefined when it is none. */
export function quantity(text: unknown): number | undefined {
  const match = form.exec(String(text));
  if (!match) return undefined;
  const [, digits, suffix = '', exponent] = match;
  return Number(digits) * (exponent ? 10 ** Number(exponent) : factors[suffix]);
}

/** As the API server writes an amount: no fraction, the largest suffix that leaves none. */
export function written(amount: number, binary: boolean): string {
  if (amount === 0) return '0';
  const rounded = Math.round(amount * 1e3) / 1e3;
  if (!Number.isInteger(rounded)) return `${Math.ceil(rounded * 1e3)}m`;
  const suffixes = binary ? ['Ei', 'Pi', 'Ti', 'Gi', 'Mi', 'Ki'] : ['E', 'P', 'T', 'G', 'M', 'k'];
  const fits = suffixes.find(suffix => Number.isInteger(rounded / factors[suffix]));
  return fits ? `${rounded / factors[fits]}${fits}` : String(rounded);
}

/** The same amount as the API server stores it: `1000m` is `1`, `1024Mi` is `1Gi`. What is no quantity stays. */
export function canonical(text: unknown): unknown {
  const amount = quantity(text);
  return amount === undefined ? text : written(amount, /i$/.test(String(text)));
}
