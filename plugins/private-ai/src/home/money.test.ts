import { money } from './money';

describe('money', () => {
  it.each([
    [{ amount: 12.345, currency: 'USD' }, 'en', '$12.35'],
    [{ amount: 0.00042, currency: 'USD' }, 'en', '$0.00042'],
    [{ amount: 0, currency: 'USD' }, 'en', '$0.00'],
    [{ amount: 1234, currency: 'KRW' }, 'ko', '₩1,234'],
    [{ amount: 2.5, currency: 'credits' }, 'en', '2.5 credits'],
  ])('%j is in the language %s %s', (amount, language, text) => {
    expect(money(amount, language)).toBe(text);
  });
});
