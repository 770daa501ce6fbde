import { useState } from 'react';

/** A request that changes something: whether it is under way, and why the last one failed. */
export function useSending(): {
  pending: boolean;
  failure?: Error;
  /** Calls `done` where it went well; stays pending until then. */
  send: (request: () => Promise<unknown>, done: () => void) => Promise<void>;
} {
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const send = async (request: () => Promise<unknown>, done: () => void) => {
    setPending(true);
    setFailure(undefined);
    try {
      await request();
      done();
    } catch (error) {
      setFailure(error as Error);
    } finally {
      setPending(false);
    }
  };
  return { pending, failure, send };
}
