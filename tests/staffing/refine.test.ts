import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/simulation/index.ts';
import {
  type PlannedShift,
  type RefineProblem,
  refineShifts,
  refineToTarget,
} from '../../src/staffing/refine/index.ts';

const SLOTS = 16;

/** Riders wanted per slot; each slot of a shift costs 1, each missing rider 10. Exact verdicts, no scatter. */
function problemOf(wanted: number[], change: Partial<RefineProblem> = {}): RefineProblem {
  return {
    slots: SLOTS,
    lengths: Array.from({ length: SLOTS }, (_, start) => [4, 6, 8].filter((length) => start + length <= SLOTS)),
    places: Array.from({ length: SLOTS }, () => [0, 1]),
    atLeast: new Int32Array(SLOTS),
    scenarios: 2,
    judge: (shifts) => {
      const missing = wanted.slice();
      for (const { start, length } of shifts) for (let i = start; i < start + length; i++) missing[i]!--;
      const lack = missing.map((value) => Math.max(0, value));
      const hours = shifts.reduce((sum, { length }) => sum + length, 0);
      return {
        value: hours + 10 * lack.reduce((sum, value) => sum + value, 0),
        use: shifts.map(
          ({ start, length }) => -missing.slice(start, start + length).filter((m) => m < 0).length / length,
        ),
        lack,
      };
    },
    ...change,
  };
}

const refine = (problem: RefineProblem, first: PlannedShift[], iterations = 2000, seed = 1) =>
  refineShifts(problem, first, { iterations }, { random: createRandom(seed) });

describe('refining shifts', () => {
  it('finds the cover there is without waste', () => {
    // Three shifts fit exactly: 0-8, 4-12, 8-16.
    const wanted = [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1];
    const waste = Array.from({ length: 6 }, (_, i) => ({ start: i, length: 8, place: 0 }));
    const { value, before, shifts } = refine(problemOf(wanted), waste);
    expect(before).toBeGreaterThan(40);
    expect(value).toBe(24);
    expect(shifts.reduce((sum, { length }) => sum + length, 0)).toBe(24);
  });

  it('never gives back worse than it was given, nor a shift that is not allowed', () => {
    const wanted = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: SLOTS, maxLength: SLOTS });
    fc.assert(
      fc.property(wanted, fc.nat(1000), fc.integer({ min: 0, max: 2 }), (demand, seed, least) => {
        const atLeast = new Int32Array(SLOTS).fill(least);
        const problem = problemOf(demand, { atLeast });
        const { shifts, value, before } = refine(problem, [], 150, seed);
        expect(value).toBeLessThanOrEqual(before);
        expect(problem.judge(shifts, 0).value).toBeCloseTo(value, 9);
        for (const { start, length } of shifts) expect(problem.lengths[start]).toContain(length);
        for (let slot = 0; slot < SLOTS; slot++) {
          const there = shifts.filter(({ start, length }) => start <= slot && slot < start + length).length;
          expect(there).toBeGreaterThanOrEqual(least);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('starts shifts only at places of their slots', () => {
    // Places by slot that no other has, and none at all in some.
    const places = Array.from({ length: SLOTS }, (_, slot) => (slot % 5 === 4 ? [] : [2 * slot, 2 * slot + 1]));
    for (let seed = 0; seed < 10; seed++) {
      const { shifts } = refine(problemOf(new Array(SLOTS).fill(2), { places }), [], 200, seed);
      for (const { start, place } of shifts) expect(places[start]).toContain(place);
    }
  });

  it('asks the judge less than everything about everything, and is the same again', () => {
    const wanted = Array.from({ length: SLOTS }, (_, i) => (i > 5 && i < 12 ? 3 : 1));
    const problem = problemOf(wanted, { scenarios: 5 });
    const first = refine(problem, [], 400);
    expect(first.judged).toBeLessThan(5 * 400);
    expect(refine(problem, [], 400)).toEqual(first);
  });

  it('ends when told', () => {
    let asked = 0;
    const stop = () => ++asked > 10;
    const { iterations } = refineShifts(
      problemOf(new Array(SLOTS).fill(1)),
      [],
      { iterations: 500 },
      {
        random: createRandom(1),
        stop,
      },
    );
    expect(iterations).toBe(10);
  });

  it('says where a slot cannot be covered as it must', () => {
    const problem = problemOf(new Array(SLOTS).fill(1), {
      atLeast: new Int32Array(SLOTS).fill(1),
      lengths: Array.from({ length: SLOTS }, (_, start) => (start > 7 ? [] : [4])),
    });
    expect(() => refine(problem, [], 10)).toThrow(/slot 11/i);
  });
});

describe('refining to a target', () => {
  const wanted = Array.from({ length: SLOTS }, (_, i) => (i > 3 && i < 12 ? 4 : 1));
  /** Cost: slots ridden. Service: rider-slots missing. */
  const judge = (shifts: PlannedShift[]) => {
    const missing = wanted.slice();
    for (const { start, length } of shifts) for (let i = start; i < start + length; i++) missing[i]!--;
    const lack = missing.map((value) => Math.max(0, value));
    return {
      cost: shifts.reduce((sum, { length }) => sum + length, 0),
      service: lack.reduce((sum, value) => sum + value, 0),
      use: shifts.map(({ length }) => length),
      lack,
    };
  };
  const toTarget = (target: number, first: PlannedShift[] = [{ start: 0, length: 8, place: 0 }]) => {
    const { judge: _, ...rest } = problemOf(wanted);
    return refineToTarget({ ...rest, judge, target }, first, { iterations: 4000 }, { random: createRandom(1) });
  };

  it('keeps it, and pays for no more than that', () => {
    // 40 rider-slots are wanted; where six may be missing, 34 to 36 slots have to be ridden, in shifts of 4, 6 and 8.
    const { met, service, cost, shifts } = toTarget(6);
    expect(met).toBe(true);
    expect(service).toBeLessThanOrEqual(6);
    expect(judge(shifts)).toMatchObject({ cost, service });
    expect(cost).toBeLessThanOrEqual(38);
  });

  it('takes more where less may be missing', () => {
    const costs = [16, 6, 0.5].map((target) => toTarget(target).cost);
    expect(costs).toEqual(costs.slice().sort((a, b) => a - b));
    expect(costs[2]! - costs[0]!).toBeGreaterThanOrEqual(12);
  });

  it('says where it cannot be kept', () => {
    const { judge: _, ...rest } = problemOf(wanted);
    const lengths = Array.from({ length: SLOTS }, (_, start) => (start > 11 ? [] : [4]));
    const blind = (shifts: PlannedShift[]) => ({ ...judge(shifts), service: 1 + judge(shifts).service });
    const options = { iterations: 200 };
    const result = refineToTarget({ ...rest, lengths, judge: blind, target: 0.5 }, [], options, {
      random: createRandom(1),
    });
    expect(result.met).toBe(false);
  });
});
