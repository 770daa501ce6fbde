import { AsyncLocalStorage } from 'node:async_hooks';

const working = new AsyncLocalStorage<true>();

/** Runs the work of an operation: what it asks of Azure goes before what pages ask, which a browser may do without end. */
export const asOperation = <T>(work: () => T): T => working.run(true, work);

/** Whether an operation asks, and no page. */
export const isOfOperation = (): boolean => working.getStore() === true;
