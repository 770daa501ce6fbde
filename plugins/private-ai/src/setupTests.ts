import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A whole app is rendered around each component: on a busy machine its first text takes seconds.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);

// jsdom lays nothing out: there is no size to observe and nothing to scroll.
globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
window.scrollTo = () => {};
