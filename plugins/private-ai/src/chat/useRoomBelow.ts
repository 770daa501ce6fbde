import { useCallback, useRef } from 'react';

/**
 * Tells an element, as `--private-ai-top`, how many pixels of the page lie above it, so that its style can fill what of
 * the window is left below.
 */
export function useRoomBelow(): (element: HTMLElement | null) => void {
  const leave = useRef<() => void>();
  return useCallback((element: HTMLElement | null) => {
    leave.current?.();
    leave.current = undefined;
    if (!element) return;
    const measure = () => {
      const top = element.getBoundingClientRect().top + window.scrollY;
      element.style.setProperty('--private-ai-top', `${Math.max(0, Math.round(top))}px`);
    };
    measure();
    window.addEventListener('resize', measure);
    leave.current = () => window.removeEventListener('resize', measure);
  }, []);
}
