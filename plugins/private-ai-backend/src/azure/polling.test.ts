import { VirtualClock } from '../testing/clock';
import { passingPoll } from './errors';
import { pollAfterMs, untilDone, type Poller } from './polling';

const signal = new AbortController().signal;
const failure = (statusCode: number) =>
  Object.assign(new Error('refused'), { name: 'RestError', statusCode });

/** Ends after so many seconds; each poll of it takes none. */
function operation(
  clock: VirtualClock,
  seconds: number,
  answers: (number | Error | undefined)[] = [],
) {
  const polls: number[] = [];
  const made: string[] = [];
  let done = false;
  const poller = (): Poller<string> => {
    let failed = false;
    return {
      isDone: () => done,
      token: async () => 'token',
      result: () => 'made',
      async poll() {
        // As the library's: one failure, and it stays failed.
        if (failed) throw new Error('failed for ever');
        polls.push(clock.now() / 1000);
        const answer = answers.shift();
        failed = answer instanceof Error;
        if (answer instanceof Error) throw answer;
        done = clock.now() >= seconds * 1000;
        return answer;
      },
    };
  };
  const restore = (token: string) => {
    made.push(token);
    return poller();
  };
  return { poller: poller(), restore, polls, made };
}

const run = (
  clock: VirtualClock,
  { poller, restore }: ReturnType<typeof operation>,
  options: {
    askedSeconds?: number;
    short?: number;
    signal?: AbortSignal;
    look?(): Promise<string | undefined>;
  } = {},
) =>
  clock.pass(
    untilDone(poller, {
      signal,
      clock,
      restore,
      readsShort: () => options.short ?? 0,
      passing: passingPoll,
      ...options,
    }),
  );

describe('waiting for a long-running operation', () => {
  it.each([0.4, 3, 60, 600])(
    'sees the end of one of %d s soon after, with few polls',
    async seconds => {
      const clock = new VirtualClock();
      const made = operation(clock, seconds);
      expect(await run(clock, made)).toBe('made');
      expect(clock.now() / 1000 - seconds).toBeLessThanOrEqual(Math.max(0.2, seconds * 0.02));
      expect(made.polls.length).toBeLessThan(260);
    },
  );

  it('asks seldom where reads are short, and never sooner than Azure says', async () => {
    const clock = new VirtualClock();
    const made = operation(clock, 60);
    await run(clock, made, { short: 1 });
    expect(made.polls.length).toBeLessThan(20);
    expect(pollAfterMs(3_600_000, 1)).toBe(10_000);

    const again = new VirtualClock();
    const told = operation(again, 30, [15, 20]);
    await run(again, told, { askedSeconds: 10 });
    expect(told.polls).toEqual([10, 25, 45]);
  });

  it('looks at the resource itself meanwhile, where reads are plentiful', async () => {
    const looks: number[] = [];
    const looking = (clock: VirtualClock, ready: number) => async () => {
      looks.push(clock.now() / 1000);
      return clock.now() >= ready * 1000 ? 'seen' : undefined;
    };
    const clock = new VirtualClock();
    const made = operation(clock, 35, [10, 10, 10, 10]);
    expect(await run(clock, made, { askedSeconds: 10, look: looking(clock, 35) })).toBe('seen');
    expect(clock.now()).toBeLessThanOrEqual(35_700);
    expect(made.polls.map(Math.round)).toEqual([10, 20, 31]);

    const short = new VirtualClock();
    const told = operation(short, 35, [10, 10, 10, 10]);
    looks.length = 0;
    await run(short, told, { askedSeconds: 10, short: 0.6, look: looking(short, 35) });
    expect(looks).toEqual([]);
    expect(told.polls).toEqual([10, 20, 30, 40]);
  });

  it('outlives polls that fail in passing, and gives up after many', async () => {
    const clock = new VirtualClock();
    const made = operation(clock, 1, [failure(503), failure(429), failure(500)]);
    expect(await run(clock, made)).toBe('made');
    expect(made.made).toEqual(['token', 'token', 'token']);

    const never = operation(
      clock,
      1,
      Array.from({ length: 20 }, () => failure(503)),
    );
    await expect(run(clock, never)).rejects.toMatchObject({ statusCode: 503 });
  });

  it('ends with what is no failure of the poll, and with the signal', async () => {
    const clock = new VirtualClock();
    await expect(run(clock, operation(clock, 1, [failure(404)]))).rejects.toMatchObject({
      statusCode: 404,
    });
    const stop = new AbortController();
    const waiting = run(clock, operation(clock, 1e9), { signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
