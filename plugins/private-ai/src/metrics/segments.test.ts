import { ceiling, segments } from './segments';

describe('a curve', () => {
  it('breaks where values are missing', () => {
    const points: [number, number][] = [
      [0, 1],
      [60, 2],
      [240, 3],
    ];
    expect(segments(points, 60)).toEqual([
      [
        [0, 1],
        [60, 2],
      ],
      [[240, 3]],
    ]);
  });

  it('has room above its highest value, and an axis when all are zero', () => {
    expect(ceiling([{ label: '', points: [[0, 10]] }])).toBeCloseTo(11);
    expect(ceiling([{ label: '', points: [[0, 0]] }])).toBe(1);
  });
});
