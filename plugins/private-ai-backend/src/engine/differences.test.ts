import { differences, sameKubernetesValue } from './differences';

describe('what differs', () => {
  it('is what was wanted and is not so, by its path; additions are nobody’s business', () => {
    const found = {
      kind: 'aiservices',
      sku: { name: 'S0', tier: 'Standard' },
      properties: { a: 1 },
    };
    expect(differences({ kind: 'AIServices', sku: { name: 'S0' } }, found)).toEqual([]);
    expect(differences({ sku: { name: 'S1' }, properties: { a: 1, b: true } }, found)).toEqual([
      'sku.name: S0 → S1',
      'properties.b',
    ]);
  });

  it('sees an entry too many in a list: a policy that somebody opened is closed again', () => {
    const wanted = { ingress: [{ from: ['portal'] }] };
    expect(differences(wanted, { ingress: [{ from: ['portal'] }, {}] })).toEqual(['ingress']);
    expect(differences(wanted, {})).toEqual(['ingress']);
  });

  it('takes nothing and an empty object for the same, and null for nothing', () => {
    expect(differences({ podSelector: {}, egress: [] }, {})).toEqual([]);
    expect(differences({ tags: { a: 'b' } }, { tags: null })).toEqual(['tags.a']);
  });

  it('compares quantities of the cluster by what they amount to', () => {
    expect(
      differences(
        { cpu: '1000m', memory: '1Gi' },
        { cpu: '1', memory: '1024Mi' },
        sameKubernetesValue,
      ),
    ).toEqual([]);
    expect(differences({ cpu: '1500m' }, { cpu: '1' }, sameKubernetesValue)).toEqual([
      'cpu: 1 → 1500m',
    ]);
  });

  it('shows both values where a person can read them, and never a secret', () => {
    expect(differences({ sku: { capacity: 30 } }, { sku: { capacity: 10 } })).toEqual([
      'sku.capacity: 10 → 30',
    ]);
    expect(differences({ apiKey: 'new', on: true }, { apiKey: 'old', on: false })).toEqual([
      'apiKey',
      'on: false → true',
    ]);
    expect(
      differences({ text: 'x'.repeat(61), list: ['a'] }, { text: 'y', list: ['b', 'c'] }),
    ).toEqual(['text', 'list']);
  });
});
