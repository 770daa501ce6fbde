import { ConfigReader } from '@backstage/config';
import { readRetention } from './retention';

const configured = (retention: object) =>
  readRetention(new ConfigReader({ privateAi: { retention } }));

describe('the retention of the configuration', () => {
  it('is ninety days of chats, a year of operations and thirty days of logs where nothing is said', () => {
    expect(configured({})).toEqual({ chatDays: 90, operationDays: 365, logDays: 30 });
    expect(configured({ chatDays: 7 })).toMatchObject({ chatDays: 7, logDays: 30 });
  });

  it.each([0, -1, 1.5, 40_000])('is never %s days', days => {
    expect(() => configured({ logDays: days })).toThrow(
      /privateAi\.retention\.logDays is .*: expected a whole number of days, from 1/,
    );
  });
});
