import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  distributionOf,
  type HandlingTime,
  offeredLoad,
  runningLoad,
  stationaryLoad,
} from '../../src/staffing/load/index.ts';

const SLOT_S = 900;

const handling: fc.Arbitrary<HandlingTime> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), mean_s: fc.integer({ min: 60, max: 4000 }) }),
  fc.record({
    kind: fc.constantFrom('lognormal' as const, 'phase' as const),
    mean_s: fc.integer({ min: 60, max: 4000 }),
    cv: fc.double({ min: 0.11, max: 2, noNaN: true }),
  }),
  fc
    .array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 30 })
    .map((values) => ({ kind: 'measured' as const, values_s: Float64Array.from(values) })),
);

describe('distributions of handling times', () => {
  it('have the moments they were asked for', () => {
    fc.assert(
      fc.property(handling, (time) => {
        const { mean_s, upTo, below } = distributionOf(time);
        expect(upTo(1e7)).toBeCloseTo(mean_s, 3);
        // Second moment: twice the integral of x P(S > x).
        let second = 0;
        const step = mean_s / 50;
        for (let x = step / 2; x < 60 * mean_s; x += step) second += 2 * x * (1 - below(x)) * step;
        if (time.kind === 'lognormal' || time.kind === 'phase') {
          const cv = Math.sqrt(second / mean_s ** 2 - 1);
          expect(Math.abs(cv - time.cv)).toBeLessThan(0.03 + 0.06 * time.cv);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('do in x what is the integral of still being at it', () => {
    fc.assert(
      fc.property(handling, fc.double({ min: 0.05, max: 4, noNaN: true }), (time, factor) => {
        const { mean_s, upTo, below } = distributionOf(time);
        const until = factor * mean_s;
        const steps = 4000;
        let sum = 0;
        for (let i = 0; i < steps; i++) sum += ((1 - below(((i + 0.5) / steps) * until)) * until) / steps;
        expect(Math.abs(upTo(until) - sum) / mean_s).toBeLessThan(2e-3);
      }),
      { numRuns: 60 },
    );
  });

  it('refuse what is no distribution', () => {
    expect(() => distributionOf({ kind: 'fixed', mean_s: 0 })).toThrow(RangeError);
    expect(() => distributionOf({ kind: 'lognormal', mean_s: 60, cv: 0 })).toThrow(RangeError);
    expect(() => distributionOf({ kind: 'measured', values_s: new Float64Array() })).toThrow(RangeError);
  });
});

describe('modified offered load', () => {
  it('is Little where the rate has been constant for long', () => {
    fc.assert(
      fc.property(handling, fc.double({ min: 0.1, max: 50, noNaN: true }), (time, rate) => {
        const orders = new Float64Array(120).fill(rate);
        const { mean } = offeredLoad(orders, SLOT_S, time);
        const little = stationaryLoad(orders, SLOT_S, time)[0]!;
        const { upTo, mean_s } = distributionOf(time);
        // What is still at work after 119 slots is missing.
        expect(mean[119]! / little).toBeCloseTo(upTo(119.5 * SLOT_S) / mean_s, 3);
      }),
      { numRuns: 40 },
    );
  });

  it('is Little from the first slot on where orders came before as they do then', () => {
    const night = Float64Array.from({ length: 60 }, (_, slot) => (slot < 20 ? 4 : slot < 40 ? 9 : 0));
    fc.assert(
      fc.property(handling, fc.integer({ min: 0, max: 2000 }), (time, delay_s) => {
        const delay: HandlingTime | null = delay_s > 0 ? { kind: 'fixed', mean_s: delay_s } : null;
        const { mean, peak } = runningLoad(night, SLOT_S, time, delay);
        const little = stationaryLoad(night, SLOT_S, time)[0]!;
        // As if two days of them had come before; long tails are longer still.
        const before = Float64Array.from([...new Array<number>(192).fill(4), ...night]);
        const long = offeredLoad(before, SLOT_S, time, delay).mean.subarray(192);
        expect(mean[0]! / little).toBeCloseTo(1, 3);
        mean.forEach((load, slot) => {
          expect(Math.abs(load - long[slot]!) / little).toBeLessThan(0.01);
          expect(load).toBeLessThanOrEqual(peak[slot]! + 1e-9);
        });
      }),
      { numRuns: 40, seed: 1 },
    );
    const late = Float64Array.from({ length: 20 }, (_, slot) => (slot > 3 ? 5 : 0));
    const time: HandlingTime = { kind: 'fixed', mean_s: 1200 };
    expect(runningLoad(late, SLOT_S, time)).toEqual(offeredLoad(late, SLOT_S, time));
  });

  it('keeps the work: its sum is orders times handling, delay or not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 60, max: 3000 }),
        fc.integer({ min: 0, max: 2000 }),
        (rates, mean_s, delay_s) => {
          // Idle slots behind, so that all of the work falls into the horizon.
          const orders = Float64Array.from([...rates, ...new Array<number>(40).fill(0)]);
          const time: HandlingTime = { kind: 'lognormal', mean_s, cv: 0.3 };
          const delay: HandlingTime | null = delay_s > 0 ? { kind: 'fixed', mean_s: delay_s } : null;
          const { mean, peak } = offeredLoad(orders, SLOT_S, time, delay);
          const work = mean.reduce((sum, m) => sum + m * SLOT_S, 0);
          const expected = orders.reduce((sum, count) => sum + count * mean_s, 0);
          expect(work).toBeCloseTo(expected, -Math.log10(1e-5 * expected + 1e-9));
          mean.forEach((m, slot) => expect(m).toBeLessThanOrEqual(peak[slot]! + 1e-9));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the arrivals of the last S seconds where S is fixed', () => {
    const orders = Float64Array.from([0, 9, 0, 0]);
    const { mean } = offeredLoad(orders, SLOT_S, { kind: 'fixed', mean_s: SLOT_S });
    // Rises from 0 to 9 in its slot, and falls back in the next.
    expect(mean[1]).toBeCloseTo(4.5, 1);
    expect(mean[2]).toBeCloseTo(4.5, 1);
    expect(mean[0]! + mean[3]!).toBeCloseTo(0, 9);
  });

  it('comes after the peak of the arrivals', () => {
    const orders = Float64Array.from({ length: 40 }, (_, slot) => Math.exp(-(((slot - 15) / 4) ** 2)));
    const { mean } = offeredLoad(orders, SLOT_S, { kind: 'fixed', mean_s: 3600 });
    const peak = mean.indexOf(Math.max(...mean));
    expect(peak).toBe(17);
  });
});
