import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishedCost } from '../../src/staffing/roster/bound.ts';
import { compile } from '../../src/staffing/roster/compile.ts';
import { Assignment } from '../../src/staffing/roster/cover.ts';
import { RiderPlanner } from '../../src/staffing/roster/planner.ts';
import type { RosterProblem } from '../../src/staffing/roster/types.ts';
import { cellCost, coverOf, plansOf, riderCost } from './roster-oracle.ts';
import { world } from './roster-worlds.ts';

/** As they come from the planner. */
function shiftsOf(planner: RiderPlanner, rider: number) {
  const { plan } = planner;
  return Array.from({ length: plan.count }, (_, i) => ({
    rider,
    zone: plan.zone[i]!,
    from_s: plan.start_s[i]!,
    to_s: plan.end_s[i]!,
    break: plan.break_s[i]! < 0 ? null : { from_s: plan.break_s[i]!, to_s: plan.breakEnd_s[i]! },
  }));
}

/** More for a long look: `ROSTER_RUNS=5000`. */
const RUNS = Number(process.env.ROSTER_RUNS ?? 150);

/** Whether the plan of the only rider is the cheapest of all legal ones, at its cost. */
function isCheapest(problem: RosterProblem): void {
  const plans = plansOf(problem, 0, 300);
  fc.pre(plans !== null && plans.length > 0);
  const compiled = compile(problem);
  const planner = new RiderPlanner(compiled);
  const empty = new Assignment(compiled);
  const { value } = planner.replan(empty, 0);
  const shifts = shiftsOf(planner, 0);
  const costOf = (list: typeof shifts) => cellCost(problem, coverOf(problem, list)) + riderCost(problem, 0, list);
  const best = plans!.reduce((least, list) => Math.min(least, costOf(list)), Number.POSITIVE_INFINITY);
  expect(costOf(shifts)).toBeCloseTo(best, 6);
  expect(empty.cellCost + publishedCost(compiled, 0) - value).toBeCloseTo(best, 6);
  // What it returns is one of the legal plans.
  expect(plans!.map((list) => JSON.stringify(list))).toContain(JSON.stringify(shifts));
}

describe('the plan of one rider', () => {
  it.each([
    { days: 1, riders: 1, zones: 2 },
    { days: 2, riders: 1, zones: 1 },
    { days: 3, riders: 1, zones: 1 },
  ])('is the cheapest of all legal plans: $days days, $zones zones', (size) => {
    fc.assert(fc.property(world(size), isCheapest), { numRuns: RUNS, seed: 1 });
  });

  it('is the cheapest, too, beside booked shifts of odd lengths with odd breaks, which set no unit of hours', () => {
    const booked = world({ days: 2, riders: 1, zones: 1 }).filter(({ pinned }) => pinned.length > 0);
    const property = fc.property(booked, fc.integer({ min: 1, max: 1799 }), (problem, odd_s) => {
      const { unit_s } = compile({ ...problem, pinned: [] });
      for (const shift of problem.pinned) {
        shift.to_s -= odd_s;
        if (problem.break) shift.break = { from_s: shift.from_s + 60, to_s: shift.from_s + 60 + Math.ceil(odd_s / 2) };
      }
      expect(compile(problem).unit_s).toBe(unit_s);
      isCheapest(problem);
    });
    fc.assert(property, { numRuns: RUNS, seed: 2 });
  });
});
