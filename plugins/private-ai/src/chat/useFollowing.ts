import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Pixels from the end that still count as the end. */
const nearly = 48;

/**
 * Keeps the end of what scrolls in view while it grows, unless the reader has scrolled up.
 *
 * @param grown - changes whenever there is more.
 */
export function useFollowing(grown: unknown): {
  scroller: RefObject<HTMLDivElement>;
  following: boolean;
  onScroll: () => void;
  toEnd: () => void;
} {
  const scroller = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  const jump = () => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    if (following) jump();
  }, [grown, following]);
  return {
    scroller,
    following,
    onScroll: () => {
      const { scrollHeight, scrollTop, clientHeight } = scroller.current!;
      setFollowing(scrollHeight - scrollTop - clientHeight < nearly);
    },
    toEnd: () => {
      jump();
      setFollowing(true);
    },
  };
}
