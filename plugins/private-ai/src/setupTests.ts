import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A last resort: a whole app is rendered around each component, which takes a busy machine many seconds.
configure({ asyncUtilTimeout: 60_000 });

// jsdom lays nothing out: there is no size to observe and nothing to scroll.
globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
window.scrollTo = () => {};
