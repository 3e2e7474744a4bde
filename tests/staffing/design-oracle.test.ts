import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCatalogue } from '../../src/staffing/design/catalogue.ts';
import { FlowCounts } from '../../src/staffing/design/flow.ts';
import { type DesignInput, designShifts } from '../../src/staffing/design/index.ts';
import { calendarOf, costOf, enumerate, hours, tinyInput } from './design-tiny.ts';

const OPTIONS = { seed: 1, iterations: 400, boundSteps: 200 };
const demandOf = (slots: number, most: number, whole = true) =>
  fc
    .array(whole ? fc.integer({ min: 0, max: most }) : fc.double({ min: 0, max: most, noNaN: true }), {
      minLength: slots,
      maxLength: slots,
    })
    .map((values) => Float64Array.from(values));
const weights = fc.record({
  under: fc.integer({ min: 0, max: 4 }),
  over: fc.integer({ min: 0, max: 3 }),
  shift: fc.integer({ min: 0, max: 3 }),
});

function isOptimum(input: DesignInput, most: number): void {
  const design = designShifts(input, OPTIONS);
  const optimum = enumerate(input, most);
  expect(design.cost).toBeCloseTo(optimum, 6);
  expect(design.bound).toBeLessThanOrEqual(optimum + 1e-6);
}

describe('shift design against enumeration', () => {
  it('finds the optimum of one day', () => {
    fc.assert(
      fc.property(demandOf(6, 3), weights, (demand, weights) =>
        isOptimum(tinyInput({ demand, weights, rules: [{ start: hours(0, 3), length: hours(2, 3) }] }), 3),
      ),
      { numRuns: 8, seed: 1 },
    );
  });

  it('finds the optimum of demand that is not whole, with hours and duties that cost', () => {
    const rules = [{ start: hours(0, 2), length: hours(2, 3), costPerHour: 0.3, costPerDuty: 0.1 }];
    fc.assert(
      fc.property(demandOf(5, 2, false), weights, (demand, weights) =>
        isOptimum(tinyInput({ demand, weights, rules }), 2),
      ),
      { numRuns: 12, seed: 2 },
    );
  });

  it('finds the optimum of days that follow each other round', () => {
    fc.assert(
      fc.property(demandOf(9, 2), weights, (demand, weights) =>
        isOptimum(
          tinyInput({
            demand,
            weights,
            cyclic: true,
            calendar: calendarOf(3, 3),
            rules: [
              { start: hours(1, 1), length: hours(2, 3) },
              { start: hours(2, 2), length: hours(2, 2) },
            ],
          }),
          2,
        ),
      ),
      { numRuns: 6, seed: 3 },
    );
  });

  it('finds the optimum with a split shift', () => {
    const split = { gap: hours(1, 2), length: hours(1, 2), maxWork_s: 2 * 3600 };
    const rules = [
      { start: hours(0, 1), length: hours(1, 2), split },
      { start: hours(1, 1), length: hours(3, 3) },
    ];
    fc.assert(
      fc.property(demandOf(6, 2), weights, (demand, weights) => isOptimum(tinyInput({ demand, weights, rules }), 2)),
      { numRuns: 6, seed: 4 },
    );
  });

  it('finds the optimum with a break inside', () => {
    const rules = [
      { start: hours(0, 1), length: hours(4, 5), break: { length_s: 3600, begin: hours(1, 2) }, costPerHour: 0.2 },
    ];
    fc.assert(
      fc.property(demandOf(6, 3), weights, (demand, weights) => isOptimum(tinyInput({ demand, weights, rules }), 3)),
      { numRuns: 6, seed: 5 },
    );
  });

  it.each(['all', 'zone'] as const)('finds the optimum of two zones, shifts counted by %s', (shiftsCountedBy) => {
    fc.assert(
      fc.property(demandOf(8, 2), weights, (demand, weights) =>
        isOptimum(
          tinyInput({
            zones: 2,
            demand,
            weights,
            shiftsCountedBy,
            rules: [{ start: hours(0, 2), length: hours(2, 2) }],
          }),
          2,
        ),
      ),
      { numRuns: 8, seed: 6 },
    );
  });
});

describe('counts by flow', () => {
  const input = (demand: Float64Array, cyclic: boolean) =>
    tinyInput({
      demand,
      cyclic,
      calendar: calendarOf(2, 4),
      rules: [{ start: hours(0, 2), length: hours(2, 3), costPerHour: 0.15 }],
      weights: { under: 2, over: 1, shift: 0 },
    });

  it('are the best for the shifts that are on, whatever was switched before', () => {
    fc.assert(
      fc.property(demandOf(8, 2), fc.array(fc.nat({ max: 5 }), { minLength: 3, maxLength: 8 }), (demand, switches) => {
        const tiny = input(demand, false);
        const catalogue = makeCatalogue(tiny);
        const flow = new FlowCounts({ lines: 1, slots: 8, cyclic: false, demand, under: 2, over: 1 }, catalogue, 8);
        const on = new Set<number>();
        for (const shift of switches) {
          if (shift >= catalogue.shifts) continue;
          if (on.delete(shift)) flow.drop(shift, Number.POSITIVE_INFINITY);
          else if (on.size < 3) {
            on.add(shift);
            flow.add(shift);
          }
        }
        expect(flow.cost).toBeCloseTo(enumerate(tiny, 2, on), 9);
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it.each(['split', 'break'] as const)('agree with their cover and cost also where columns have holes: %s', (kind) => {
    const long = hours(4, 6);
    const hole =
      kind === 'split'
        ? { split: { gap: hours(1, 3), length: hours(2, 3) } }
        : { break: { length_s: 3600, begin: hours(1, 3) } };
    fc.assert(
      fc.property(
        demandOf(30, 9),
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(999), fc.integer({ min: 0, max: 12 })), { minLength: 20, maxLength: 60 }),
        (demand, cyclic, switches) => {
          const tiny = tinyInput({
            demand,
            cyclic,
            calendar: calendarOf(3, 10),
            rules: [{ start: hours(0, 8), length: long, costPerHour: 0.1, ...hole }],
            weights: { under: 2, over: 1, shift: 0 },
          });
          const catalogue = makeCatalogue(tiny);
          const flow = new FlowCounts({ lines: 1, slots: 30, cyclic, demand, under: 2, over: 1 }, catalogue, 10);
          for (const [pick, allowance] of switches) {
            const shift = pick % catalogue.shifts;
            flow.mark();
            if (flow.on[shift] === 0) flow.add(shift);
            else if (!flow.drop(shift, flow.cost + allowance)) {
              flow.undo();
              flow.link(shift);
            }
            expect(
              flow.count.every((riders, k) => riders >= 0 && (riders === 0 || flow.on[catalogue.shift[k]!] === 1)),
            ).toBe(true);
            expect(flow.cost).toBeCloseTo(costOf(tiny, catalogue, flow.count), 6);
          }
        },
      ),
      { numRuns: 40, seed: 9 },
    );
  });

  it('are as they were after undo', () => {
    fc.assert(
      fc.property(demandOf(8, 5), fc.boolean(), (demand, cyclic) => {
        const catalogue = makeCatalogue(input(demand, cyclic));
        const flow = new FlowCounts({ lines: 1, slots: 8, cyclic, demand, under: 2, over: 1 }, catalogue, 8);
        for (let shift = 0; shift < 4; shift++) flow.add(shift);
        const before = { cost: flow.cost, count: flow.count.slice(), cover: flow.cover.slice() };
        flow.mark();
        flow.add(4);
        flow.drop(1, Number.POSITIVE_INFINITY);
        flow.undo();
        flow.unlink(4);
        flow.link(1);
        expect(flow.cost).toBeCloseTo(before.cost, 9);
        expect([flow.count, flow.cover]).toEqual([before.count, before.cover]);
      }),
      { numRuns: 50, seed: 8 },
    );
  });
});
