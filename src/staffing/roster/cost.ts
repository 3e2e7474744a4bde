import { type Compiled, shiftKey } from './compiled.ts';
import { type Assignment, BREAK, BREAK_END, END, FIELDS, START, ZONE } from './cover.ts';
import type { RosterCost } from './types.ts';
import { belowLeast, payOfWeek } from './weeks.ts';

/** What one rider costs and has, from the shifts as they stand. */
export interface RiderSums {
  pay: number;
  away: number;
  preferences: number;
  changes: number;
  minHours: number;
  /** All of the above. */
  total: number;
  /** Units of hours by week, and in all. */
  weeks: Float64Array;
  hours: number;
  /** Slots at peak on a shift, breaks included. */
  peak: number;
  /** Published shifts gone and new ones. */
  changed: number;
  /** Units of hours below the least of a week. */
  below: number;
}

/** Adds up what a rider costs; cover is not in it. Writes into `sums` to spare memory. */
export function sumRider(assignment: Assignment, r: number, sums: RiderSums): RiderSums {
  const { compiled, shifts, counts } = assignment;
  const { problem, unit_s, dayOf, weekOfDay, weeks } = compiled;
  const { slot_s, peak } = problem;
  const rider = compiled.riders[r]!;
  sums.pay = sums.away = sums.preferences = sums.minHours = sums.hours = sums.peak = sums.below = 0;
  sums.weeks.fill(0);
  let kept = 0;
  for (let i = 0; i < counts[r]!; i++) {
    const at = (r * compiled.most + i) * FIELDS;
    const zone = shifts[at + ZONE]!;
    const start_s = shifts[at + START]!;
    const end_s = shifts[at + END]!;
    const k = rider.zones.indexOf(zone);
    const unpaid_s = problem.break && !problem.break.paid ? shifts[at + BREAK_END]! - shifts[at + BREAK]! : 0;
    const hours = (end_s - start_s - unpaid_s) / unit_s;
    const first = Math.floor(start_s / slot_s);
    sums.weeks[weekOfDay[dayOf[first]!]!]! += hours;
    sums.hours += hours;
    sums.away += hours * rider.away[k]!;
    if (rider.published?.has(shiftKey(problem, zone, start_s, end_s))) kept++;
    for (let s = first; s * slot_s < end_s; s++) {
      const on = (Math.min(end_s, (s + 1) * slot_s) - Math.max(start_s, s * slot_s)) / slot_s;
      if (peak[s]) sums.peak += on;
      if (rider.likes) sums.preferences -= on * rider.likes[rider.likesAt[k]! + s]!;
    }
  }
  for (let week = 0; week < weeks; week++) {
    sums.pay += payOfWeek(rider, week, sums.weeks[week]!);
    sums.below += belowLeast(rider, week, sums.weeks[week]!);
  }
  sums.minHours = sums.below * (unit_s / 3600) * problem.minHoursCost_per_h;
  sums.changed = rider.published ? rider.published.size + counts[r]! - 2 * kept : 0;
  sums.changes = sums.changed * problem.changeCost;
  sums.total = sums.pay + sums.away + sums.preferences + sums.changes + sums.minHours;
  return sums;
}

export function newSums(compiled: Compiled): RiderSums {
  const zero = {
    pay: 0,
    away: 0,
    preferences: 0,
    changes: 0,
    minHours: 0,
    total: 0,
    hours: 0,
    peak: 0,
    changed: 0,
    below: 0,
  };
  return { ...zero, weeks: new Float64Array(compiled.weeks) };
}

/** Cost of the whole plan in its parts; breaks beyond their share are no part of it. */
export function sumUp(assignment: Assignment): { cost: RosterCost; changes: number; riders: RiderSums[] } {
  const { compiled, cover } = assignment;
  const cost: RosterCost = {
    total: 0,
    shortage: 0,
    surplus: 0,
    pay: 0,
    away: 0,
    preferences: 0,
    changes: 0,
    minHours: 0,
  };
  for (let at = 0; at < cover.length; at++) {
    const missing = compiled.required[at]! - cover[at]!;
    if (missing > 0) cost.shortage += missing * compiled.shortageCost[at]!;
    else cost.surplus -= missing * compiled.surplusCost[at]!;
  }
  let changes = 0;
  const riders = compiled.riders.map((_, r) => {
    const sums = sumRider(assignment, r, newSums(compiled));
    for (const part of ['pay', 'away', 'preferences', 'changes', 'minHours'] as const) cost[part] += sums[part];
    changes += sums.changed;
    return sums;
  });
  cost.total = cost.shortage + cost.surplus + cost.pay + cost.away + cost.preferences + cost.changes + cost.minHours;
  return { cost, changes, riders };
}
