import { useEffect, useState } from 'react';
import { useDerivedValue } from './useDerivedValue';

/**
 * What a person types is there at once, and is not lost where a field that follows from others changes in the same moment: the form
 * keeps one of two such changes (see {@link useDerivedValue}).
 */
export function useTyped(
  held: string,
  onChange: (text: string) => void,
): [string, (text: string) => void] {
  const [typed, setTyped] = useState<string>();
  useDerivedValue(held, typed, onChange);
  useEffect(() => {
    if (held === typed) setTyped(undefined);
  }, [held, typed]);
  return [typed ?? held, setTyped];
}
