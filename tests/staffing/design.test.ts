import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readShiftDesign } from '../../bench/staffing/shift-design-data.ts';
import { makeCatalogue } from '../../src/staffing/design/catalogue.ts';
import { FlowCounts } from '../../src/staffing/design/flow.ts';
import { type DesignInput, designShifts } from '../../src/staffing/design/index.ts';
import { calendarOf, hours, tinyInput } from './design-tiny.ts';

const SHARED = join(import.meta.dirname, '../../../shared/real/shift-design');
const OPTIONS = { seed: 5, iterations: 60, boundSteps: 100 };

/** Two zones, two days of 12 slots; anything may be switched on. */
const anyInput: fc.Arbitrary<DesignInput> = fc
  .record({
    cyclic: fc.boolean(),
    overhang: fc.boolean(),
    kind: fc.constantFrom('plain', 'split', 'break'),
    counted: fc.constantFrom('all' as const, 'zone' as const),
    demand: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 48, maxLength: 48 }),
    open: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 48, maxLength: 48 }),
    days: fc.constantFrom(undefined, Uint8Array.of(1, 0)),
  })
  .map(({ cyclic, overhang, kind, counted, demand, open, days }) =>
    tinyInput({
      zones: 2,
      demand: Float64Array.from(demand),
      open: Uint8Array.from(open, (value) => (value > 0 ? 1 : 0)),
      calendar: calendarOf(2, 12),
      cyclic,
      overhang,
      shiftsCountedBy: counted,
      weights: { under: 3, over: 2, shift: 1 },
      rules: [
        {
          start: hours(2, 8),
          length: { from_s: 4 * 3600, to_s: 6 * 3600, step_s: 2 * 3600 },
          ...(kind === 'split' ? { split: { gap: hours(1, 2), length: hours(2, 2) } } : {}),
          ...(kind === 'break' ? { break: { length_s: 3600, begin: hours(1, 3), shiftFrom_s: 6 * 3600 } } : {}),
          days,
        },
        { start: hours(10, 11), length: hours(3, 3), costPerHour: 0.5, costPerDuty: 0.25 },
      ],
    }),
  );

describe('designShifts', () => {
  it('tells under, over, cost and cover as a recount of the duties does, and works only where it may', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const design = designShifts(input, OPTIONS);
        const cover = new Int32Array(48);
        let labour = 0;
        for (const duty of design.duties) {
          const shift = design.shifts[duty.shift]!;
          const rule = input.rules[shift.rule]!;
          expect(duty.count).toBeGreaterThan(0);
          expect(duty.fromSlot).toBe(duty.day * 12 + shift.start_s / 3600);
          if (rule.days) expect(rule.days[duty.day]).toBe(1);
          let worked = 0;
          for (let i = duty.fromSlot; i < duty.toSlot; i++) {
            if (i >= duty.offFrom && i < duty.offTo) continue;
            worked++;
            expect(i < 24 || input.cyclic).toBe(true);
            expect(input.open![duty.zone * 24 + (i % 24)]).toBe(1);
            cover[duty.zone * 24 + (i % 24)]! += duty.count;
          }
          if (rule.costPerHour) labour += duty.count * ((shift.length_s / 3600) * 0.5 + 0.25);
          if (input.cyclic || !input.overhang) {
            const off = rule.break && shift.length_s >= rule.break.shiftFrom_s! ? 1 : 0;
            expect(worked).toBe((shift.length_s + shift.secondLength_s) / 3600 - off);
          }
        }
        const misses = Array.from(cover, (riders, i) => input.demand[i]! - riders);
        const under = misses.reduce((sum, miss) => sum + Math.max(0, miss), 0);
        const over = misses.reduce((sum, miss) => sum + Math.max(0, -miss), 0);
        const shifts = new Set(
          design.duties.map(({ shift, zone }) => (input.shiftsCountedBy === 'all' ? shift : `${shift} ${zone}`)),
        ).size;
        expect(design).toMatchObject({ cover, under, over, shiftsUsed: shifts });
        expect(design.labour).toBeCloseTo(labour, 9);
        expect(design.cost).toBeCloseTo(3 * under + 2 * over + shifts + labour, 9);
        expect(design.bound).toBeLessThanOrEqual(design.cost + 1e-9);
        // Nobody at all is a design as well.
        expect(design.cost).toBeLessThanOrEqual(3 * input.demand.reduce((sum, value) => sum + value, 0) + 1e-9);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('makes the same of the same seed and iterations, also where a limit of time is far away', () => {
    fc.assert(
      fc.property(anyInput, fc.nat(1000), (input, seed) => {
        const first = designShifts(input, { ...OPTIONS, seed });
        expect(designShifts(input, { ...OPTIONS, seed })).toEqual(first);
        expect(designShifts(input, { ...OPTIONS, seed, timeLimit_s: 1e9, elapsed_s: () => 0 })).toEqual(first);
      }),
      { numRuns: 15, seed: 2 },
    );
  });

  it('has the optimum at once where shifts cost nothing: the counts of all shifts are a flow', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 24, maxLength: 24 }), (demand) => {
        const input = tinyInput({
          demand: Float64Array.from(demand),
          rules: [{ start: hours(0, 20), length: hours(3, 6), costPerHour: 0.25 }],
          weights: { under: 2, over: 1, shift: 0 },
        });
        const design = designShifts(input, { seed: 1, iterations: 0, boundSteps: 20000 });
        expect(design.bound).toBeGreaterThan(design.cost - 0.01 * design.cost);
      }),
      { numRuns: 5, seed: 3 },
    );
  });

  it('ends when the time is over or it is told to, with a design', () => {
    const input = fc.sample(anyInput, { numRuns: 1, seed: 4 })[0]!;
    let now = 0;
    const limited = designShifts(input, { ...OPTIONS, iterations: 1e9, timeLimit_s: 5, elapsed_s: () => (now += 0.5) });
    expect(limited.iterations).toBeLessThan(1000);
    const stopped = designShifts(input, { ...OPTIONS, iterations: 1e9, cancelled: () => true });
    expect(stopped.cost).toBeLessThanOrEqual(3 * input.demand.reduce((sum, value) => sum + value, 0));
  });

  it('looks up before all shifts are tried, and then covers all of the day', () => {
    const input = tinyInput({
      demand: new Float64Array(7 * 24).fill(3),
      calendar: calendarOf(7, 24),
      weights: { under: 3, over: 1, shift: 1 },
      overhang: true,
      rules: [
        {
          start: hours(0, 23),
          length: hours(3, 8),
          break: { length_s: 3600, begin: hours(1, 7) },
        },
        { start: hours(0, 23), length: hours(1, 10), split: { gap: hours(1, 3), length: hours(1, 3) } },
      ],
    });
    const { shifts, columns } = makeCatalogue(input);
    expect(columns).toBeGreaterThan(3 * 4096);
    const add = vi.spyOn(FlowCounts.prototype, 'add');
    const drop = vi.spyOn(FlowCounts.prototype, 'drop');
    const { cover } = designShifts(input, { ...OPTIONS, iterations: 0, cancelled: () => true });
    expect(add.mock.calls.length).toBeLessThan(0.7 * shifts);
    expect(drop).not.toHaveBeenCalled();
    expect(Math.min(...cover.subarray(12))).toBeGreaterThan(0);
    vi.restoreAllMocks();
  });

  it('covers nothing where nothing fits', () => {
    const input = tinyInput({ demand: Float64Array.of(1, 2), rules: [{ start: hours(0), length: hours(5) }] });
    expect(designShifts(input, OPTIONS)).toMatchObject({ shifts: [], duties: [], under: 3, cost: 3 });
  });

  it.each<[string, Partial<DesignInput>, RegExp]>([
    ['demand of another size', { slots: 5 }, /demand: 4 values for 1 x 5/],
    ['negative demand', { demand: Float64Array.of(1, -1, 0, 0) }, /demand: -1 at 1/],
    ['a weight that is no number', { weights: { under: Number.NaN, over: 1, shift: 1 } }, /weight under/],
    ['a start off the grid', { rules: [{ start: { from_s: 1800, to_s: 1800 }, length: hours(1) }] }, /start: 1800 s/],
    [
      'lengths that run backwards',
      { rules: [{ start: hours(0), length: hours(3, 2) }] },
      /rule 0: length: an empty grid/,
    ],
    ['shifts without length', { rules: [{ start: hours(0), length: hours(0, 2) }] }, /rule 0: lengths/],
    [
      'a break that has no place',
      { rules: [{ start: hours(0), length: hours(2), break: { length_s: 3600, begin: hours(2) } }] },
      /rule 0: no place for the break/,
    ],
    [
      'a split shift with a break',
      {
        rules: [
          {
            start: hours(0),
            length: hours(1),
            split: { gap: hours(1), length: hours(1) },
            break: { length_s: 3600, begin: hours(1) },
          },
        ],
      },
      /rule 0: the gap of a split shift/,
    ],
  ])('refuses %s', (_, part, message) => {
    const input = tinyInput({ demand: Float64Array.of(1, 1, 0, 0), rules: [{ start: hours(0), length: hours(1) }] });
    expect(() => designShifts({ ...input, ...part }, OPTIONS)).toThrow(message);
  });
});

describe('catalogue', () => {
  it('keeps starts by the clock on the wall when it is changed', () => {
    // Three days of which the second lacks the hour from 2 to 3.
    const local = [...Array(24).keys(), ...[...Array(24).keys()].filter((hour) => hour !== 2), ...Array(24).keys()];
    const input = tinyInput({
      demand: new Float64Array(local.length),
      calendar: {
        days: 3,
        day: Int32Array.from(local, (_, slot) => (slot < 24 ? 0 : slot < 47 ? 1 : 2)),
        local_s: Int32Array.from(local, (hour) => hour * 3600),
      },
      rules: [{ start: { from_s: 2 * 3600, to_s: 9 * 3600, step_s: 7 * 3600 }, length: hours(4) }],
    });
    const { from, columns } = makeCatalogue(input);
    expect(columns).toBe(6);
    // From 2, where that is skipped from 3; from 9.
    expect(Array.from(from)).toEqual([2, 26, 49, 9, 32, 56]);
  });

  it('has breaks from the very start of a shift to its very end', () => {
    const pause = { length_s: 3600, begin: hours(0, 3) };
    const rules = [{ start: hours(0), length: hours(3), break: pause }];
    const { offFrom, offTo } = makeCatalogue(tinyInput({ demand: Float64Array.of(1, 1, 1), rules }));
    expect([Array.from(offFrom), Array.from(offTo)]).toEqual([
      [0, 1, 2],
      [1, 2, 3],
    ]);
  });

  it('lets duties hang over the end only where that is allowed', () => {
    const input = tinyInput({ demand: Float64Array.of(0, 0, 1, 1), rules: [{ start: hours(2), length: hours(4) }] });
    expect(makeCatalogue(input).columns).toBe(0);
    const over = makeCatalogue({ ...input, overhang: true });
    expect([over.columns, over.from[0], over.to[0]]).toEqual([1, 2, 4]);
  });
});

describe.skipIf(!existsSync(SHARED))('public instances of shift design [shared]', () => {
  const read = (name: string) => readShiftDesign(readFileSync(join(SHARED, `${name}.dzn`), 'utf8'));

  it.each([
    ['set1-RandomExample1', 480],
    ['set1-RandomExample3', 600],
    ['set1-RandomExample5', 480],
    ['set3-RandomExample23', 8280],
    ['set3-RandomExample25', 13020],
  ])('finds the proven optimum of %s', (name, optimum) => {
    const design = designShifts(read(name), { seed: 1, iterations: 2000, boundSteps: 200 });
    expect(design.cost).toBe(optimum);
    expect(design.bound).toBeLessThanOrEqual(optimum);
  });
});
