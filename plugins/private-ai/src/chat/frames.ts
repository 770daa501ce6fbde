/** Hands on what was pushed, all of it at most once a frame. */
export interface Frames<T> {
  push(item: T): void;
  /** Hands on at once what waits. */
  flush(): void;
  /** Forgets what waits. */
  drop(): void;
}

/** A page in the background has no frames; its title and its transcript go on all the same. */
const inBackground = 250;

export function perFrame<T>(deliver: (items: T[]) => void): Frames<T> {
  let waiting: T[] = [];
  let cancel: (() => void) | undefined;
  const stop = () => {
    cancel?.();
    cancel = undefined;
  };
  const flush = () => {
    stop();
    const items = waiting;
    waiting = [];
    if (items.length > 0) deliver(items);
  };
  return {
    push(item) {
      waiting.push(item);
      if (cancel) return;
      const frame = requestAnimationFrame(flush);
      const timer = setTimeout(flush, inBackground);
      cancel = () => {
        cancelAnimationFrame(frame);
        clearTimeout(timer);
      };
    },
    flush,
    drop() {
      stop();
      waiting = [];
    },
  };
}
