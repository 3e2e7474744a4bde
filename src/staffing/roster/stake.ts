import type { Compiled } from './compiled.ts';
import { type FairWeights, wantedInAll } from './weeks.ts';

/**
 * More than any plan of any rider can cost or save, in money: cover, breaks at the cost of those beyond their share, pay, wishes, changes
 * and what unfairness is taken for. What is to be worth more than all else is measured by it, in whatever currency costs are.
 */
export function atStake(compiled: Compiled, overShareCost: number, fair: FairWeights): number {
  const { problem, slots, weeks, most, breakSlots, riders, unit_s } = compiled;
  const { changeCost, minHoursCost_per_h } = problem;
  const all_h = (slots * problem.slot_s) / 3600;
  const people = problem.riders.map((rider, r) => {
    const { wanted_s, published, worked } = riders[r]!;
    const away_per_h = rider.zones.reduce((dearest, { cost_per_h }) => Math.max(dearest, cost_per_h), 0);
    const outside_s = worked.reduce((sum, units) => sum + units, 0) * unit_s;
    const paid_h = all_h + (weeks * rider.guaranteed_s + outside_s) / 3600;
    const likes = rider.preferences.reduce(
      (sum, { from_s, to_s, value_per_h }) => sum + Math.abs(value_per_h) * ((to_s - from_s) / 3600),
      0,
    );
    const least = ((weeks * rider.minWeek_s) / 3600) * minHoursCost_per_h;
    const changes = changeCost * (most + (published?.size ?? 0));
    const uneven = wanted_s.reduce((sum, of) => sum + (of > 0 ? Math.max(fair.ratio, (3600 * all_h) / of) ** 2 : 0), 0);
    const wanted_h = wantedInAll(riders[r]!) / 3600;
    const peaks = wanted_h > 0 ? (2 * slots * Math.max(fair.peakRatio, slots / wanted_h)) / wanted_h : 0;
    const { hours, peak } = fair;
    return rider.cost_per_h * paid_h + away_per_h * all_h + likes + least + changes + hours * uneven + peak * peaks;
  });
  // Presence in a slot is worth less than a break beyond its share costs.
  return people.reduce((a, b) => Math.max(a, b), 0) + overShareCost * (slots + 2 * most * breakSlots);
}
