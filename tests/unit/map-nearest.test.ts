import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';
import { Nearest } from '../../src/map/nearest.ts';

describe('the nearest point of a picture', () => {
  it.each([1, 20, 500])('is as among all of %i, or near enough', (count) => {
    const rng = new Rng(count);
    const anywhere = (): [number, number] => [rng.below(1400) - 60, rng.below(1000) - 60];
    const points = Array.from({ length: count }, anywhere);
    const nearest = new Nearest();
    for (const point of points) nearest.add(point);
    for (let i = 0; i < 300; i++) {
      const [x, y] = anywhere();
      const least = Math.min(...points.map((point) => Math.hypot(point[0] - x, point[1] - y)));
      expect(nearest.distanceTo([x, y], -1)).toBe(least);
      const enough = rng.below(200);
      const told = nearest.distanceTo([x, y], enough);
      if (least <= enough) expect(told).toBeLessThanOrEqual(enough);
      else expect(told).toBe(least);
    }
  });

  it('is far away where there is none', () => {
    expect(new Nearest().distanceTo([0, 0], -1)).toBe(1e6);
  });
});
