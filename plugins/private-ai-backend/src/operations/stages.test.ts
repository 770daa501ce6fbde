import { begun } from './stages';

describe('the stages of an operation', () => {
  const first = begun([], 'provision', 't1');
  const second = begun(first, 'build', 't2');

  it('end when the next begins', () => {
    expect(second).toEqual([
      { name: 'provision', startedAt: 't1', endedAt: 't2' },
      { name: 'build', startedAt: 't2' },
    ]);
  });

  it('are begun anew by a new try, and what followed is forgotten', () => {
    expect(begun(second, 'provision', 't3')).toEqual([{ name: 'provision', startedAt: 't3' }]);
    expect(begun(second, 'build', 't3')).toEqual([
      { name: 'provision', startedAt: 't1', endedAt: 't2' },
      { name: 'build', startedAt: 't3' },
    ]);
  });
});
