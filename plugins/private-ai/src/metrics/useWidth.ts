import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Width before the element has been measured, in pixels. */
const unmeasured = 320;

/** The width of an element, in pixels, as it changes. */
export function useWidth<T extends HTMLElement>(): { ref: RefObject<T>; width: number } {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(unmeasured);
  useLayoutEffect(() => {
    const measured = new ResizeObserver(([entry]) => {
      setWidth(Math.max(160, Math.floor(entry.contentRect.width)));
    });
    measured.observe(ref.current!);
    return () => measured.disconnect();
  }, []);
  return { ref, width };
}
