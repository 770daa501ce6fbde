import { spelled, spelledLengths, terse, terseLengths } from './terse';

const event = (more: object) => JSON.stringify({ type: 'TEXT_MESSAGE_CONTENT', ...more });

describe('an event as it is kept', () => {
  it.each([
    ['an ordinary one', event({ messageId: 'a', delta: 'Hello' })],
    ['one in another order', event({ delta: 'Hello', messageId: 'a' })],
    [
      'one whose text looks like an envelope',
      event({ messageId: 'a', delta: event({ messageId: 'b' }) }),
    ],
    ['every control character', event({ delta: String.fromCharCode(...Array(32).keys(), 127) })],
    ['emoji, and a half of one', event({ delta: '🙂\ud83d' })],
    ['quotes and backslashes', event({ delta: '","delta":"\\","role":"assistant"}' })],
  ])('says the same: %s', (_, json) => {
    expect(spelled(terse(json))).toBe(json);
  });

  it('is shorter, and as it was before there was this it reads, too', () => {
    const json = event({ messageId: 'a', delta: 'Hello' });
    expect(terse(json).length).toBeLessThan(json.length / 4);
    expect(spelled(json)).toBe(json);
  });
});

describe('lengths as they are kept', () => {
  it('are the same again, short and long, and as they were kept before', () => {
    const lengths = [0, 1, 7, 58, 89, 90, 91, 92, 65_536, 3];
    expect(spelledLengths(terseLengths(lengths))).toEqual(lengths);
    expect(spelledLengths('[1,2,300]')).toEqual([1, 2, 300]);
  });
});
