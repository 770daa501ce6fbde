import { mockServices } from '@backstage/backend-test-utils';
import { readPreviews } from './previews';

const read = (hours?: number) =>
  readPreviews(mockServices.rootConfig({ data: { privateAi: { previews: { hours } } } }));

describe('privateAi.previews', () => {
  it('says for how many hours a preview stands, a day where nothing is said', () => {
    expect(read()).toEqual({ hours: 24 });
    expect(read(0.5)).toEqual({ hours: 0.5 });
  });

  it.each([0, -1, 745])('names its key where it cannot be right: %s', hours => {
    expect(() => read(hours)).toThrow('privateAi.previews.hours is');
  });
});
