import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanShift, StaffingPlan } from '../../src/contract/staffing/plan.ts';
import { judgeStaffing } from '../../src/simulation/judge.ts';
import { planRoster } from '../../src/staffing/roster/index.ts';
import type { RosterProblem } from '../../src/staffing/roster/types.ts';
import { iso, planOf, requestOf } from './judged-roster.ts';
import { world } from './roster-worlds.ts';

const ENV = { elapsed_s: () => 0 };
const RUNS = Number(process.env.ROSTER_RUNS ?? 1000);

describe('the judge of rosters', () => {
  it('finds no hard rule broken in the rosters of random problems', () => {
    const size = fc.constantFrom({ days: 1, riders: 6, zones: 2 }, { days: 3, riders: 4, zones: 2 });
    fc.assert(
      fc.property(
        size.chain((s) => world(s, [1, 0.5, 0.34])),
        fc.constantFrom(0, 0.05),
        fc.nat({ max: 1000 }),
        (problem, extraCost, seed) => {
          problem.fairness = { extraCost, giniHours: 0.05, giniPeak: 0.3 };
          problem.peak.fill(1, 2, 4);
          const roster = planRoster(problem, { seed, iterations: 20, boundSteps: 1 }, ENV);
          expect(judgeStaffing(requestOf(problem), planOf(problem, roster))).toEqual([]);
        },
      ),
      { numRuns: RUNS, seed: 3 },
    );
  }, 240_000);

  it('finds no meals at once where a break ends a surplus that is dearer than any shortage', () => {
    const { problem } = example();
    problem.layers[0]!.surplusCost[1] = 100;
    problem.break = { ...problem.break!, earliestAfterStart_s: 0, latestBeforeEnd_s: 0, maxShare: 0.5 };
    problem.riders.push(problem.riders[0]!);
    problem.pinned = [0, 1].map((rider) => ({ rider, zone: 0, from_s: 0, to_s: 7200, break: null }));
    const roster = planRoster(problem, { seed: 1, iterations: 20, boundSteps: 1 }, ENV);
    expect(roster.breaksOverShare).toBe(0);
    expect(judgeStaffing(requestOf(problem), planOf(problem, roster))).toEqual([]);
  });
});

/** One rider, one zone, three days of four hours; the rider rides 2 h, with a break of half an hour, on the first two. */
function example(): { problem: RosterProblem; plan: StaffingPlan } {
  const HOUR_S = 3600;
  const [base] = fc.sample(world({ days: 3, riders: 1, zones: 2 }), { numRuns: 1, seed: 1 });
  const problem: RosterProblem = {
    ...base!,
    layers: [
      {
        required: new Float64Array(2 * base!.slots),
        shortageCost: new Float64Array(2 * base!.slots).fill(1),
        surplusCost: new Float64Array(2 * base!.slots),
        weights: Float64Array.of(1, 1),
      },
    ],
    open: [[{ from_s: 0, to_s: 11 * HOUR_S }], null],
    shift: {
      minLength_s: 2 * HOUR_S,
      maxLength_s: 3 * HOUR_S,
      lengthGrid_s: HOUR_S,
      startGrid_s: HOUR_S,
      maxPerDay: 1,
      minGap_s: HOUR_S,
    },
    break: {
      longerThan_s: HOUR_S,
      length_s: HOUR_S / 2,
      earliestAfterStart_s: HOUR_S / 2,
      latestBeforeEnd_s: HOUR_S / 2,
      paid: false,
      maxShare: 1,
    },
    riders: [
      {
        kind: 0,
        available: [{ from_s: 0, to_s: 12 * HOUR_S }],
        zones: [{ zone: 0, cost_per_h: 0 }],
        preferences: [],
        minDay_s: 1.5 * HOUR_S,
        maxDay_s: 3 * HOUR_S,
        minWeek_s: 0,
        maxWeek_s: 4 * HOUR_S,
        rest_s: 2 * HOUR_S,
        maxPerDay: 1,
        reliability: 1,
        cost_per_h: 10,
        guaranteed_s: 0,
        wanted_s: 0,
      },
    ],
    pinned: [],
    published: null,
  };
  const at = (from: number, to: number): PlanShift => ({
    rider: 'r0',
    zone: 'z0',
    from: iso(from * HOUR_S),
    to: iso(to * HOUR_S),
    meal: { from: iso((from + 1) * HOUR_S), to: iso((from + 1.5) * HOUR_S) },
    origin: 'planned',
    hours: to - from - 0.5,
    cost: 10 * (to - from - 0.5),
  });
  const roster = planRoster(problem, { seed: 1, iterations: 1, boundSteps: 1 }, ENV);
  const plan = planOf(problem, roster);
  plan.shifts = [at(1, 3), at(5, 7)];
  plan.riders[0] = { ...plan.riders[0]!, hours: 3, shifts: 2 };
  const planned = plan.zones[0]!.slots.planned;
  for (const s of [2, 3, 5, 10, 11, 13]) planned[s] = 1;
  return { problem, plan };
}

describe('the judge of a plan', () => {
  const HOUR_S = 3600;
  const rulesOf = (change: (parts: { problem: RosterProblem; plan: StaffingPlan }) => void) => {
    const parts = example();
    change(parts);
    return new Set(judgeStaffing(requestOf(parts.problem), parts.plan).map(({ rule }) => rule));
  };
  const move = (shift: PlanShift, from_h: number, to_h: number) => {
    shift.from = iso(from_h * HOUR_S);
    shift.to = iso(to_h * HOUR_S);
    shift.meal = { from: iso((from_h + 1) * HOUR_S), to: iso((from_h + 1.5) * HOUR_S) };
  };

  it('has nothing against a plan that keeps the rules', () => {
    expect(rulesOf(() => {})).toEqual(new Set());
  });

  it.each<[string, (parts: { problem: RosterProblem; plan: StaffingPlan }) => void]>([
    ['unknown_rider', ({ plan }) => (plan.shifts[0]!.rider = 'nobody')],
    ['unknown_zone', ({ plan }) => (plan.shifts[0]!.zone = 'nowhere')],
    ['zone_not_known', ({ plan }) => (plan.shifts[0]!.zone = 'z1')],
    ['not_available', ({ problem }) => (problem.riders[0]!.available = [{ from_s: 0, to_s: 6 * HOUR_S }])],
    ['closed', ({ plan }) => move(plan.shifts[1]!, 10, 12)],
    ['outside_horizon', ({ plan }) => move(plan.shifts[1]!, 11, 13)],
    ['shift_length', ({ plan }) => move(plan.shifts[1]!, 4, 8)],
    ['length_grid', ({ plan }) => move(plan.shifts[1]!, 5, 7.5)],
    ['start_grid', ({ plan }) => move(plan.shifts[1]!, 5.5, 7.5)],
    ['overlap', ({ plan }) => move(plan.shifts[1]!, 2, 4)],
    ['too_many_shifts', ({ plan }) => move(plan.shifts[1]!, 3, 4)],
    ['split_gap', ({ plan }) => move(plan.shifts[1]!, 3, 5)],
    ['rest', ({ plan }) => move(plan.shifts[1]!, 4, 6)],
    ['max_day', ({ problem }) => (problem.riders[0]!.maxDay_s = HOUR_S)],
    ['min_day', ({ problem }) => (problem.riders[0]!.minDay_s = 2 * HOUR_S)],
    ['max_week', ({ problem }) => (problem.riders[0]!.worked_s = 2 * HOUR_S)],
    ['meal_missing', ({ plan }) => (plan.shifts[0]!.meal = null)],
    ['meal_not_due', ({ problem }) => (problem.break!.longerThan_s = 4 * HOUR_S)],
    ['meal_length', ({ plan }) => (plan.shifts[0]!.meal!.to = iso(2.25 * HOUR_S))],
    ['meal_window', ({ problem }) => (problem.break!.latestBeforeEnd_s = HOUR_S)],
    ['wrong_origin', ({ plan }) => (plan.shifts[0]!.origin = 'booked')],
    ['wrong_figure', ({ plan }) => (plan.riders[0]!.hours = 4)],
    ['wrong_figure', ({ plan }) => (plan.zones[0]!.slots.planned[2] = 2)],
    ['rider_missing', ({ plan }) => (plan.riders = [])],
    ['reason_missing', ({ plan }) => (plan.zones[0]!.slots.to_book[2] = 2)],
    [
      'booked_missing',
      ({ problem }) => (problem.pinned = [{ rider: 0, zone: 0, from_s: 0, to_s: 2 * HOUR_S, break: null }]),
    ],
    [
      'not_on_duty',
      ({ plan }) => {
        const [leaves, arrives] = [iso(8 * HOUR_S), iso(9 * HOUR_S)];
        const reason = 'covers_shortage';
        plan.moves = [{ rider: 'r0', from: 'z0', to: 'z1', leaves, arrives, cost: 0, covers_h: 1, reason }];
      },
    ],
  ])('names %s', (rule, change) => {
    expect(rulesOf(change)).toContain(rule);
  });

  it('looks at what riders know once, not for each slot', () => {
    const { problem, plan } = example();
    const request = requestOf(problem);
    request.vehicles.pop();
    const rider = request.riders[0]!;
    const { zones } = rider;
    let reads = 0;
    Object.defineProperty(rider, 'zones', {
      get: () => {
        reads++;
        return zones;
      },
    });
    const stretch = { zone: 'z1', from: iso(0), to: iso(12 * HOUR_S), riders: 1, cause: '', offered: false };
    plan.shortages = (['no_known_zone', 'no_rider_available', 'all_busy'] as const).map((reason) => ({
      ...stretch,
      reason,
    }));
    expect(judgeStaffing(request, plan)).toEqual([]);
    expect(reads).toBeLessThan(10);
    plan.shortages[0]!.zone = plan.shortages[1]!.zone = 'z0';
    // The rider knows z0, and is available all the time.
    const wrong = judgeStaffing(request, plan).filter(({ rule }) => rule === 'wrong_reason');
    expect(wrong).toHaveLength(48);
  });

  it('names meals at once that could be apart', () => {
    const parts = example();
    parts.problem.break!.maxShare = 0.5;
    parts.problem.riders.push(parts.problem.riders[0]!);
    parts.plan.riders.push({ ...parts.plan.riders[0]!, id: 'r1' });
    parts.plan.shifts.push(...parts.plan.shifts.map((shift) => ({ ...shift, rider: 'r1' })));
    for (const s of [2, 3, 5, 10, 11, 13]) parts.plan.zones[0]!.slots.planned[s] = 2;
    const rules = judgeStaffing(requestOf(parts.problem), parts.plan).map(({ rule }) => rule);
    expect(rules).toEqual(['meals_at_once', 'meals_at_once', 'meals_at_once', 'meals_at_once']);
  });
});
