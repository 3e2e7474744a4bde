import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publishedCost } from '../../src/staffing/roster/bound.ts';
import { compile } from '../../src/staffing/roster/compile.ts';
import { Assignment } from '../../src/staffing/roster/cover.ts';
import { RiderPlanner } from '../../src/staffing/roster/planner.ts';
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

describe('the plan of one rider', () => {
  it.each([
    { days: 1, riders: 1, zones: 2 },
    { days: 2, riders: 1, zones: 1 },
    { days: 3, riders: 1, zones: 1 },
  ])('is the cheapest of all legal plans: $days days, $zones zones', (size) => {
    fc.assert(
      fc.property(world(size), (problem) => {
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
      }),
      { numRuns: RUNS, seed: 1 },
    );
  });
});
