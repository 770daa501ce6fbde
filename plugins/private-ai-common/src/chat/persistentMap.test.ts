import { PersistentMap } from './persistentMap';

describe('a persistent map', () => {
  it('is what it was, whatever was made of it since, in whichever order its versions are read', () => {
    const versions: { map: PersistentMap<string, number>; is: Map<string, number> }[] = [
      { map: PersistentMap.of([['a', 0]]), is: new Map([['a', 0]]) },
    ];
    // Each goes on from one of those before, often not the newest; 7 and 11 spread the choices.
    for (let i = 1; i < 300; i++) {
      const from = versions[i % 3 === 0 ? (i * 7) % i : i - 1];
      const key = `k${(i * 11) % 20}`;
      const is = new Map(from.is);
      if (i % 4 === 0) is.delete(key);
      else is.set(key, i);
      versions.push({ map: i % 4 === 0 ? from.map.without(key) : from.map.with(key, i), is });
    }
    for (const { map, is } of [...versions.reverse(), ...versions.toReversed()]) {
      expect(new Map(map.entries())).toEqual(is);
      expect(map.size).toBe(is.size);
      expect(map.has('k1')).toBe(is.has('k1'));
    }
  });

  it('writes what changes and nothing else, however large it is', () => {
    let map = PersistentMap.of(Array.from({ length: 10_000 }, (_, i) => [i, i] as const));
    const written = jest.spyOn(Map.prototype, 'set');
    for (let i = 0; i < 100; i++) map = map.with(i, -i).without(i + 1_000);
    expect(map.get(99)).toBe(-99);
    expect(written).toHaveBeenCalledTimes(100);
    written.mockRestore();
  });

  it('shares an empty map with nobody', () => {
    const none = PersistentMap.of<string, number>();
    const one = none.with('a', 1);
    const other = none.with('a', 2);
    const written = jest.spyOn(Map.prototype, 'set');
    expect([one.get('a'), other.get('a'), none.size]).toEqual([1, 2, 0]);
    expect(written).not.toHaveBeenCalled();
    written.mockRestore();
  });
});
