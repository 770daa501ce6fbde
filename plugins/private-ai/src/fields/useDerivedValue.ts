import { useEffect, useRef } from 'react';

/** Milliseconds after which a change that was lost is made again. */
const againAfter = 20;

/**
 * Keeps a field at the value that follows from other fields.
 *
 * Of two changes in the same moment the form (rjsf 5) keeps the last one only, each being made of the same older state,
 * and it does not render the field whose change was lost: so the wish is repeated until the form holds it.
 *
 * @param wanted - undefined: the field is left as it is.
 */
export function useDerivedValue<T>(
  value: T | undefined,
  wanted: T | undefined,
  onChange: (value: T) => void,
): void {
  const change = useRef(onChange);
  change.current = onChange;
  const wish = JSON.stringify(wanted);
  // The form may hold the same in another order, or with more beside it.
  const keys = wanted && typeof wanted === 'object' ? Object.keys(wanted) : undefined;
  const fulfilled = wish === undefined || JSON.stringify(value, keys) === wish;
  useEffect(() => {
    if (fulfilled) return undefined;
    const make = () => change.current(JSON.parse(wish));
    make();
    const timer = setInterval(make, againAfter);
    return () => clearInterval(timer);
  }, [fulfilled, wish]);
}
