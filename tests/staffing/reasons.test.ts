import { expect, it, vi } from 'vitest';
import { city } from '../../bench/staffing/roster-instances.ts';
import { Rng } from '../../src/kit/rng.ts';
import { compile } from '../../src/staffing/roster/compile.ts';
import { RiderPlanner } from '../../src/staffing/roster/planner.ts';
import { explainShortages } from '../../src/staffing/roster/reasons.ts';
import { RosterSearch } from '../../src/staffing/roster/search.ts';
import type { RosterProblem } from '../../src/staffing/roster/types.ts';

/** Reasons of a week short of riders everywhere, and how many plans of a rider they took. */
function explained(change: (problem: RosterProblem) => void, isOver = (_plans: number) => false) {
  const problem = city({ zones: 2, days: 7, slot_s: 1800, riders: 60, seed: 1, splits: false });
  for (const layer of problem.layers) layer.required = layer.required.map((riders) => 3 * riders);
  change(problem);
  const compiled = compile(problem);
  const search = new RosterSearch(compiled, new Rng(1));
  search.construct(1, () => false);
  const best = vi.spyOn(RiderPlanner.prototype, 'best');
  const shortages = explainShortages(search, compiled, () => isOver(best.mock.calls.length));
  const trials = best.mock.calls.length;
  best.mockRestore();
  const told = shortages.map(({ reason }) => reason);
  return { trials, cells: told.length, told, reasons: [...new Set(told)] };
}

it('tries a few riders per slot, not all, where hours of all are used up', () => {
  const { trials, cells, reasons } = explained(({ riders }) => {
    for (const rider of riders) rider.worked_s = rider.maxWeek_s - 1800;
  });
  expect(cells).toBeGreaterThan(200);
  expect(reasons).toEqual(['all_at_max_hours']);
  expect(trials).toBeLessThan(15 * cells);
});

it('finds who could ride though most could not', () => {
  const { reasons } = explained(({ riders }) => {
    riders.forEach((rider, r) => {
      if (r < 50) rider.worked_s = rider.maxWeek_s - 1800;
    });
  });
  expect(reasons).toContain('not_worth_cost');
  expect(reasons).not.toContain('all_at_max_hours');
});

it('tells what was found before where trials are over', () => {
  const change = (problem: RosterProblem) => {
    problem.riders = problem.riders.slice(0, 1);
    for (const rider of problem.riders) rider.worked_s = rider.maxWeek_s - 1800;
  };
  const { told, reasons } = explained(change, (plans) => plans >= 1);
  expect(reasons).toContain('not_tried');
  // What keeps the rider from one slot keeps the rider from those just after it.
  expect(told.filter((reason) => reason === 'all_at_max_hours').length).toBeGreaterThan(1);
});
