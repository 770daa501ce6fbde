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
