import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../src/kit/rng.ts';

const seed = fc.nat(2 ** 32 - 1);
const many = (count: number, draw: () => number) => Array.from({ length: count }, draw);

describe('the random generator', () => {
  it('repeats itself for the same seed and stream, and for no other', () => {
    fc.assert(
      fc.property(seed, fc.nat(100), (value, stream) => {
        const of = (s: number, t: number) => {
          const rng = new Rng(s, t);
          return many(8, () => rng.int32());
        };
        expect(of(value, stream)).toEqual(of(value, stream));
        expect(of(value, stream)).not.toEqual(of(value, stream + 1));
        expect(of(value, stream)).not.toEqual(of((value + 1) % 2 ** 32, stream));
      }),
    );
  });

  it('draws doubles in [0, 1) and integers below a bound', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (value, bound) => {
        const rng = new Rng(value);
        for (let i = 0; i < 50; i++) {
          const double = rng.double();
          expect(double >= 0 && double < 1).toBe(true);
          const below = rng.below(bound);
          expect(Number.isInteger(below) && below >= 0 && below < bound).toBe(true);
        }
      }),
    );
  });

  it('is even: chi-square of 100 classes, of pairs and of every bit', () => {
    const rng = new Rng(2026);
    const draws = 200_000;
    const counts = new Float64Array(100);
    for (let i = 0; i < draws; i++) counts[rng.below(10) * 10 + rng.below(10)]!++;
    const expected = draws / 100;
    const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 99 degrees of freedom: the 0.01 % and 99.99 % points.
    expect(chi).toBeGreaterThan(53);
    expect(chi).toBeLessThan(162);
    const ones = new Float64Array(32);
    for (let i = 0; i < draws; i++) {
      const word = rng.int32();
      for (let bit = 0; bit < 32; bit++) ones[bit]! += (word >>> bit) & 1;
    }
    for (const count of ones) expect(Math.abs(count / draws - 0.5)).toBeLessThan(0.006);
  });

  it('has streams that do not follow each other', () => {
    const [one, two] = [new Rng(1, 1), new Rng(1, 2)];
    const draws = 50_000;
    const a = many(draws, () => one.double() - 0.5);
    const b = many(draws, () => two.double() - 0.5);
    for (const lag of [0, 1, 2, 7]) {
      let sum = 0;
      for (let i = lag; i < draws; i++) sum += a[i]! * b[i - lag]!;
      expect(Math.abs((12 * sum) / draws)).toBeLessThan(0.025);
    }
  });
});
