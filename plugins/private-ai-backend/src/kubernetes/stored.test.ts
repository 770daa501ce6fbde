import { missingFrom } from './stored';

describe('what was stored, held against what was meant', () => {
  it('lets the server add and write quantities its own way', () => {
    const meant = { hard: { cpu: '1000m', pods: 10 }, list: [{ name: 'b', value: '1' }], none: {} };
    const stored = {
      hard: { cpu: '1', pods: '10', extra: 'x' },
      list: [{ name: 'a' }, { name: 'b', value: '1', more: true }],
    };
    expect(missingFrom(stored, meant)).toEqual([]);
  });

  it('looks at each of many entries a few times, wherever the server’s own are', () => {
    let looks = 0;
    const counted = (name: string) => ({
      get name() {
        looks += 1;
        return name;
      },
    });
    const names = Array.from({ length: 5_000 }, (_, index) => `VAR_${index}`);
    const meant = names.map(name => ({ name }));
    const stored = [counted('first'), ...names.map(counted), counted('last')];
    expect(missingFrom(stored, meant)).toEqual([]);
    expect(looks).toBeLessThan(10 * names.length);
    // One that is not there is looked for among all, and its end is soon.
    const others = names.map(name => ({ name: `OTHER_${name}` }));
    expect(missingFrom(stored, others)).toHaveLength(20);
    expect(looks).toBeLessThan(100 * names.length);
  });

  it('names what was dropped or changed', () => {
    const meant = {
      ingress: [{ from: [{ a: 1 }] }],
      env: [{ name: 'A', value: 'x' }],
      kept: 'yes',
    };
    const stored = { ingress: [{}], env: [{ name: 'A', value: 'y' }], kept: 'yes' };
    expect(missingFrom(stored, meant)).toEqual(['ingress[0]', 'env[0].value']);
  });
});
