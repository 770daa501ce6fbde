import { createHash } from 'node:crypto';
import { digestOf } from './digest';

describe('the digest of a value', () => {
  it('is the same however its keys are ordered, and another as soon as it says something else', () => {
    const one = digestOf({ b: [1, { d: 'x', c: null }], a: true });
    expect(digestOf({ a: true, b: [1, { c: null, d: 'x' }] })).toBe(one);
    expect(digestOf({ a: true, b: [{ c: null, d: 'x' }, 1] })).not.toBe(one);
    expect(one).toBe(
      createHash('sha256').update('{"a":true,"b":[1,{"c":null,"d":"x"}]}').digest('hex'),
    );
  });
});
