import { OpenTrials } from './openTrials';

const ana = 'user:default/ana';
const codeOf = (ask: () => unknown) => {
  try {
    ask();
    return undefined;
  } catch (error) {
    return (error as { sentence: { code: string } }).sentence.code;
  }
};

it('lets a person ask twelve times in a row, then once in six seconds, and another all the same', () => {
  const trials = new OpenTrials();
  const asks = (who: string, now: number) => codeOf(() => trials.take(who, now)());
  for (let index = 0; index < 12; index += 1) expect(asks(ana, 0)).toBeUndefined();
  expect(asks(ana, 0)).toBe('trial-often');
  expect(asks('user:default/ben', 0)).toBeUndefined();
  expect(asks(ana, 5_900)).toBe('trial-often');
  expect(asks(ana, 6_100)).toBeUndefined();
  expect(asks(ana, 6_100)).toBe('trial-often');
});

it('has two of a person under way at once', () => {
  const trials = new OpenTrials();
  const giveBack = trials.take(ana, 0);
  trials.take(ana, 0);
  expect(codeOf(() => trials.take(ana, 0))).toBe('trial-open');
  giveBack();
  expect(codeOf(() => trials.take(ana, 0))).toBeUndefined();
});
