import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { city } from '../../bench/staffing/roster-instances.ts';
import { Rng } from '../../src/kit/rng.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { loadHighs } from '../../src/staffing/highs.ts';
import { compile } from '../../src/staffing/roster/compile.ts';
import { makeFair } from '../../src/staffing/roster/fairness.ts';
import { gini, openShifts, planRoster } from '../../src/staffing/roster/index.ts';
import { RiderPlanner } from '../../src/staffing/roster/planner.ts';
import { RosterSearch } from '../../src/staffing/roster/search.ts';
import type { RosterProblem, Shift } from '../../src/staffing/roster/types.ts';
import type { FairWeights } from '../../src/staffing/roster/weeks.ts';
import { planOf, requestOf } from './judged-roster.ts';
import { cellCost, coverOf, plansOf, riderCost } from './roster-oracle.ts';
import { world } from './roster-worlds.ts';

const ENV = { elapsed_s: () => 0 };
/** More for a long look: `ROSTER_RUNS=5000`. */
const RUNS = Number(process.env.ROSTER_RUNS ?? 60);

const costOf = (problem: RosterProblem, shifts: Shift[]) =>
  cellCost(problem, coverOf(problem, shifts)) +
  problem.riders.reduce(
    (sum, _, r) =>
      sum +
      riderCost(
        problem,
        r,
        shifts.filter((s) => s.rider === r),
      ),
    0,
  );

/** Least cost over all combinations of the riders' plans, cell by cell. */
function optimum(problem: RosterProblem, plans: Shift[][][]): number {
  let best = Number.POSITIVE_INFINITY;
  const own = plans.map((list, r) =>
    list.map((shifts) => ({ cover: coverOf(problem, shifts), cost: riderCost(problem, r, shifts) })),
  );
  const size = problem.zones * problem.slots;
  const stack = Array.from({ length: plans.length + 1 }, () => problem.layers.map(() => new Float64Array(size)));
  const visit = (r: number, cost: number) => {
    if (r === own.length) {
      best = Math.min(best, cost + cellCost(problem, stack[r]!));
      return;
    }
    for (const plan of own[r]!) {
      for (const [l, cover] of stack[r + 1]!.entries()) {
        for (let at = 0; at < size; at++) cover[at] = stack[r]![l]![at]! + plan.cover[l]![at]!;
      }
      visit(r + 1, cost + plan.cost);
    }
  };
  visit(0, 0);
  return best;
}

/** The same roster with so many coins to a unit of money. */
function inCoins(problem: RosterProblem, coins: number): RosterProblem {
  const per_h = <T extends { cost_per_h: number }>(of: T): T => ({ ...of, cost_per_h: coins * of.cost_per_h });
  return {
    ...problem,
    layers: problem.layers.map((layer) => ({
      ...layer,
      shortageCost: layer.shortageCost.map((cost) => coins * cost),
      surplusCost: layer.surplusCost.map((cost) => coins * cost),
    })),
    riders: problem.riders.map((rider) => ({
      ...per_h(rider),
      zones: rider.zones.map(per_h),
      preferences: rider.preferences.map((like) => ({ ...like, value_per_h: coins * like.value_per_h })),
    })),
    changeCost: coins * problem.changeCost,
    openPay_per_h: coins * problem.openPay_per_h,
    minHoursCost_per_h: coins * problem.minHoursCost_per_h,
  };
}

/** A day on which far more riders are asked for than there are. */
function manyMissing(): RosterProblem {
  const problem = city({ zones: 2, days: 1, slot_s: 1800, riders: 30, seed: 1 });
  const [layer] = problem.layers;
  layer!.required.forEach((need, at) => (layer!.required[at] = 3 * need));
  return problem;
}

/**
 * What is guaranteed: plans are legal, costs are as the oracle counts them, the bound holds. That the plan is best is not, for the search is a
 * heuristic; so of 200 rosters one may be missed, and of the default run none. Of 7,800 with seeds 1 to 3, 5 were missed. Where
 * HiGHS is at hand, column generation finds and proves the best, see below.
 */
const SEARCH = { seed: 1, iterations: 1000, boundSteps: 60 };
const MAY_MISS = 1 / 200;

describe('planRoster', () => {
  it.each([
    { days: 1, riders: 2, zones: 2 },
    { days: 1, riders: 3, zones: 1 },
    { days: 2, riders: 2, zones: 1 },
  ])(
    'finds the optimum of (nearly all, in long looks) tiny rosters, and a bound below it: $days days, $riders riders, $zones zones',
    (size) => {
      let [cases, missed] = [0, 0];
      fc.assert(
        fc.property(world(size), (problem) => {
          const plans = problem.riders.map((_, r) => plansOf(problem, r, 100));
          fc.pre(plans.every((list) => list !== null && list.length > 0));
          fc.pre(plans.reduce((product, list) => product * list!.length, 1) < 3000);
          const best = optimum(
            problem,
            plans.map((list) => list!),
          );
          const roster = planRoster(problem, SEARCH, ENV);
          cases++;
          if (roster.cost.total > best + 1e-6) missed++;
          expect(costOf(problem, roster.shifts)).toBeCloseTo(roster.cost.total, 6);
          expect(roster.cost.total).toBeGreaterThanOrEqual(best - 1e-6);
          expect(roster.bound).toBeLessThanOrEqual(best + 1e-6);
          const perRider = problem.riders.map((_, r) => roster.shifts.filter((shift) => shift.rider === r));
          for (const [r, list] of perRider.entries()) {
            expect(plans[r]!.map((plan) => JSON.stringify(plan))).toContain(JSON.stringify(list));
          }
          for (const [l, cover] of coverOf(problem, roster.shifts).entries()) {
            for (const [at, units] of cover.entries()) expect(roster.cover[l]![at]).toBeCloseTo(units, 6);
          }
        }),
        { numRuns: RUNS, seed: 2 },
      );
      expect(missed).toBeLessThanOrEqual(MAY_MISS * cases);
    },
  );

  it('spreads hours within the extra cost allowed', () => {
    const names = { days: 3, riders: 8, zones: 2 };
    fc.assert(
      fc.property(world(names), (problem) => {
        for (const rider of problem.riders) rider.wanted_s = 6 * 3600;
        problem.fairness = { extraCost: 0.05, giniHours: 0.05, giniPeak: 1 };
        const fair = planRoster(problem, { seed: 1, iterations: 120, boundSteps: 1 }, ENV);
        problem.fairness = { ...problem.fairness, extraCost: 0 };
        const plain = planRoster(problem, { seed: 1, iterations: 120, boundSteps: 1 }, ENV);
        const before = fair.fairness.costBefore;
        expect(fair.cost.total).toBeLessThanOrEqual(before + 0.05 * Math.abs(before) + 1e-6);
        expect(fair.fairness.giniHours).toBeLessThanOrEqual(Math.max(0.05, plain.fairness.giniHours) + 1e-9);
      }),
      { numRuns: 20, seed: 4 },
    );
  });

  it('plans and explains the same where money is a million times as much', () => {
    fc.assert(
      fc.property(world({ days: 3, riders: 4, zones: 2 }), (problem) => {
        const [small, large] = [problem, inCoins(problem, 2 ** 20)].map((of) =>
          planRoster(of, { seed: 1, iterations: 50, boundSteps: 1 }, ENV),
        );
        expect(large!.shifts).toEqual(small!.shifts);
        expect(large!.shortages).toEqual(small!.shortages);
        expect(large!.riders).toEqual(small!.riders);
      }),
      { numRuns: RUNS, seed: 3 },
    );
  });

  it('gives hours no more weight where only peak slots are uneven', () => {
    const problem = city({ zones: 2, days: 1, slot_s: 1800, riders: 12, seed: 1 });
    problem.fairness = { extraCost: 0.05, giniHours: 1, giniPeak: 0 };
    const compiled = compile(problem);
    const search = new RosterSearch(compiled, new Rng(1));
    search.construct(1, () => false);
    const weights: FairWeights[] = [];
    const weigh = search.weigh.bind(search);
    search.weigh = (fair) => {
      weights.push(fair);
      weigh(fair);
    };
    makeFair(search, compiled, {
      iterations: 640,
      isTimed: false,
      temperature: 1,
      stopped: () => false,
      past: () => 0,
    });
    const [first] = weights;
    expect(weights.some(({ peak }) => peak > 0)).toBe(true);
    for (const { hours } of weights) expect(hours).toBeLessThanOrEqual(first!.hours);
  });

  it.each([0.02, 0])('uses the time it is given, at an extra cost for fairness of %d', (extraCost) => {
    const problem = city({ zones: 2, days: 1, slot_s: 1800, riders: 12, seed: 1 });
    problem.fairness = { extraCost, giniHours: 0.1, giniPeak: 1 };
    let asked = 0;
    // A second passes each time the clock is read.
    const roster = planRoster(problem, { seed: 1, time_s: 1000, boundSteps: 10 }, { elapsed_s: () => asked++ });
    expect(asked).toBeGreaterThanOrEqual(extraCost > 0 ? 940 : 780);
    expect(asked).toBeLessThan(1010);
    expect(roster.cost.total).toBeLessThanOrEqual(roster.fairness.costBefore * (1 + extraCost) + 1e-6);
  });

  it('ends soon where it is stopped, with a plan that keeps the rules and all that needs no trial told', () => {
    const problem = manyMissing();
    problem.break = null;
    const greedy = new RosterSearch(compile(problem), new Rng(1));
    greedy.construct(1, () => false);
    const roster = planRoster(problem, { seed: 1 }, { ...ENV, stopped: () => true });
    expect(roster.cost.total).toBeCloseTo(greedy.objective, 6);
    expect(judgeStaffing(requestOf(problem), planOf(problem, roster))).toEqual([]);
    expect(openShifts(compile(problem), roster.cover, () => true)).toEqual([]);
    const reasons = new Set(roster.shortages.map(({ reason }) => reason));
    expect(reasons).toContain('not_tried');
    expect(reasons).not.toContain('not_worth_cost');
    expect(roster.riders.every(({ reason }) => reason === null || reason === 'not_tried')).toBe(true);
  });

  it('ends as soon where a plan was published, of which who had no shift is planned still', () => {
    const problem = city({ zones: 2, days: 1, slot_s: 1800, riders: 12, seed: 1 });
    const { shifts } = planRoster(problem, { seed: 1, iterations: 50, boundSteps: 1 }, ENV);
    const best = vi.spyOn(RiderPlanner.prototype, 'best');
    const stoppedWith = (published: Shift[] | null) => {
      best.mockClear();
      const stopped = planRoster(
        { ...problem, published },
        { seed: 1, boundSteps: 1 },
        { ...ENV, stopped: () => true },
      );
      return {
        calls: best.mock.calls.length,
        changes: stopped.changes,
        riders: new Set(stopped.shifts.map((s) => s.rider)),
      };
    };
    const fresh = stoppedWith(null);
    const known = stoppedWith(shifts);
    expect(new Set(shifts.map(({ rider }) => rider)).size).toBeGreaterThan(9);
    expect(known.calls).toBeLessThan(fresh.calls + 5);
    expect(known.changes).toBeLessThan(3);
    expect(stoppedWith(shifts.slice(0, 1)).riders.size).toBeGreaterThan(9);
    best.mockRestore();
  });

  it('keeps to its time however many are missing', () => {
    const problem = manyMissing();
    for (const rider of problem.riders) rider.maxDay_s = 4 * 3600;
    // The clock moves on by a second with every plan of a rider.
    const best = vi.spyOn(RiderPlanner.prototype, 'best');
    const options = { seed: 1, time_s: 1000, boundSteps: 10 };
    const roster = planRoster(problem, options, { elapsed_s: () => best.mock.calls.length });
    expect(best.mock.calls.length).toBeGreaterThan(970);
    expect(best.mock.calls.length).toBeLessThan(1010);
    expect(new Set(roster.shortages.map(({ reason }) => reason))).toContain('not_tried');
    expect(openShifts(compile(problem), roster.cover).length).toBeGreaterThan(0);
    best.mockRestore();
  });

  it('proves by columns what is best, and finds it, where HiGHS is at hand', async () => {
    const highs = await loadHighs();
    fc.assert(
      fc.property(world({ days: 2, riders: 2, zones: 1 }), (problem) => {
        const plans = problem.riders.map((_, r) => plansOf(problem, r, 100));
        fc.pre(plans.every((list) => list !== null && list.length > 0));
        fc.pre(plans.reduce((product, list) => product * list!.length, 1) < 3000);
        const options = { seed: 1, iterations: 100, boundSteps: 30 };
        const exact = planRoster(problem, options, { ...ENV, highs });
        const best = optimum(
          problem,
          plans.map((list) => list!),
        );
        expect(exact.boundBy).toBe('column_generation');
        expect(exact.bound).toBeLessThanOrEqual(best + 1e-6);
        expect(exact.cost.total).toBeCloseTo(best, 6);
        expect(exact.bound).toBeGreaterThanOrEqual(planRoster(problem, options, ENV).bound - 1e-6);
      }),
      { numRuns: 20, seed: 5 },
    );
  });

  it('plans groups of riders anew by columns and is never dearer for it', async () => {
    const highs = await loadHighs();
    const problem = city({ zones: 2, days: 1, slot_s: 1800, riders: 132, seed: 1, splits: false });
    const options = { seed: 1, iterations: 50, boundSteps: 20 };
    const grouped = planRoster(problem, options, { ...ENV, highs });
    const single = planRoster(problem, options, ENV);
    expect(grouped.boundBy).toBe('lagrangian');
    expect(grouped.cost.total).toBeLessThan(single.cost.total);
    expect(grouped.bound).toBeLessThanOrEqual(grouped.cost.total);
    expect(costOf(problem, grouped.shifts)).toBeCloseTo(grouped.cost.total, 6);
  });

  it('returns the same plan for the same seed and iterations', () => {
    const [problem] = fc.sample(world({ days: 3, riders: 5, zones: 2 }), { numRuns: 1, seed: 5 });
    const plan = () => planRoster(problem!, { seed: 3, iterations: 200, boundSteps: 20 }, ENV);
    expect(plan()).toEqual(plan());
  });
});

describe('gini', () => {
  it('is 0 where all have the same, (n - 1) / n where one has all', () => {
    expect(gini([2, 2, 2])).toBeCloseTo(0);
    expect(gini([0, 0, 0, 5])).toBeCloseTo(0.75);
    expect(gini([1, 3])).toBeCloseTo(0.25);
    expect(gini([])).toBe(0);
  });
});
