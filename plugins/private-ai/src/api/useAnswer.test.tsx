import { act, renderHook, waitFor } from '@testing-library/react';
import { useAnswer } from './useAnswer';

/** A backend whose next answer is given by hand. */
function backend() {
  const calls: { answer: (value: string) => void; refuse: (error: Error) => void }[] = [];
  const ask = () =>
    new Promise<string>((answer, refuse) => {
      calls.push({ answer, refuse });
    });
  const next = (how: (call: (typeof calls)[number]) => void) => act(async () => how(calls.at(-1)!));
  return { ask, next };
}

describe('an answer that is asked for again and again', () => {
  it('stays when a later try fails, with the error beside it and since when, until it is answered again', async () => {
    const { ask, next } = backend();
    const { result } = renderHook(() => useAnswer(ask));
    await next(({ answer }) => answer('first'));
    expect(result.current).toMatchObject({ value: 'first', error: undefined, loading: false });

    act(() => result.current.reload());
    await next(({ refuse }) => refuse(new Error('The portal restarts.')));
    expect(result.current).toMatchObject({
      value: 'first',
      error: { message: 'The portal restarts.' },
    });
    const since = result.current.failingSince;
    expect(Date.parse(since!)).not.toBeNaN();

    // Of several tries in vain it is the first that says since when.
    await new Promise(done => setTimeout(done, 2));
    act(() => result.current.reload());
    await next(({ refuse }) => refuse(new Error('It still does.')));
    expect(result.current).toMatchObject({ value: 'first', error: { message: 'It still does.' } });
    expect(result.current.failingSince).toBe(since);

    act(() => result.current.reload());
    await next(({ answer }) => answer('second'));
    expect(result.current).toMatchObject({
      ...{ value: 'second', error: undefined, failingSince: undefined },
    });
  });

  it('is dropped when something else is asked', async () => {
    const { ask, next } = backend();
    const other = backend();
    const { result, rerender } = renderHook(({ question }) => useAnswer(question), {
      initialProps: { question: ask },
    });
    await next(({ answer }) => answer('of the one'));
    rerender({ question: other.ask });
    expect(result.current).toMatchObject({ value: undefined, loading: true });
    await other.next(({ refuse }) => refuse(new Error('No.')));
    await waitFor(() => expect(result.current.error?.message).toBe('No.'));
    expect(result.current.value).toBeUndefined();
  });
});
