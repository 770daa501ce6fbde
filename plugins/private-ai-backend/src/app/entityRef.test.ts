import { parseRef, readEntityRef } from './entityRef';

describe('an entity reference from outside', () => {
  it.each([
    ['component:default/weather', 'component:default/weather'],
    ['Component:Ai/Weather', 'component:ai/weather'],
    ['component:weather', 'component:default/weather'],
  ])('%s is read as the catalog writes it', (value, ref) => {
    expect(readEntityRef(value)).toBe(ref);
  });

  it('may leave its kind out where there is one for that', () => {
    expect(readEntityRef('weather', 'component')).toBe('component:default/weather');
    expect(readEntityRef('api:weather', 'component')).toBe('api:default/weather');
  });

  it.each([undefined, '', 'weather', 'a:b:c/d', 'component:a/b/c', 'component:', ['a:b/c', 'd']])(
    'is not %j',
    value => {
      expect(parseRef(value)).toBeUndefined();
      expect(() => readEntityRef(value)).toThrow(
        'entityRef must be an entity reference, such as component:default/weather.',
      );
    },
  );

  it('is no longer than the database keeps', () => {
    expect(() => readEntityRef(`component:default/${'x'.repeat(250)}`)).toThrow(
      'entityRef has 268 characters; an entity reference takes at most 255 here.',
    );
  });
});
