import type { RosterProblem, RosterRider, Shift } from '../../src/staffing/roster/types.ts';

/** The rules and costs of a roster written down once more, plainly, for tests: every legal plan of a rider by enumeration. */

const inside = (from_s: number, to_s: number, windows: { from_s: number; to_s: number }[]) => {
  // By minutes: windows may touch or overlap.
  for (let t = from_s; t < to_s; t += 60) if (!windows.some((w) => w.from_s <= t && t + 60 <= w.to_s)) return false;
  return true;
};

const dayOf = (problem: RosterProblem, at_s: number) => problem.days_s.findLastIndex((day_s) => day_s <= at_s);

function breaksOf(problem: RosterProblem, from_s: number, to_s: number): Shift['break'][] {
  const rule = problem.break;
  if (!rule || to_s - from_s <= rule.longerThan_s) return [null];
  const list: Shift['break'][] = [];
  for (let b = 0; b < problem.slots * problem.slot_s; b += problem.slot_s) {
    if (b < from_s + rule.earliestAfterStart_s || b + rule.length_s > to_s - rule.latestBeforeEnd_s) continue;
    list.push({ from_s: b, to_s: b + rule.length_s });
  }
  return list;
}

/** Every shift that a rider might have, whatever the others of the rider. */
function shiftsOf(problem: RosterProblem, r: number): Shift[] {
  const { shift: rules, slot_s, slots } = problem;
  const rider = problem.riders[r]!;
  const list: Shift[] = [];
  for (const { zone } of rider.zones) {
    for (let from_s = 0; from_s < slots * slot_s; from_s += slot_s) {
      if ((from_s - problem.days_s[dayOf(problem, from_s)]!) % rules.startGrid_s !== 0) continue;
      for (let length_s = rules.minLength_s; length_s <= rules.maxLength_s; length_s += slot_s) {
        const to_s = from_s + length_s;
        if (length_s % rules.lengthGrid_s !== 0 || to_s > slots * slot_s) continue;
        if (!inside(from_s, to_s, rider.available)) continue;
        const open = problem.open[zone];
        if (open && !inside(from_s, to_s, open)) continue;
        for (const pause of breaksOf(problem, from_s, to_s)) list.push({ rider: r, zone, from_s, to_s, break: pause });
      }
    }
  }
  return list;
}

function hours_s(problem: RosterProblem, shift: Shift): number {
  const off_s = shift.break && !problem.break!.paid ? shift.break.to_s - shift.break.from_s : 0;
  return shift.to_s - shift.from_s - off_s;
}

/** Whether shifts (by start) may be one rider's plan. `booked` are those that no rule touches. */
function isLegal(problem: RosterProblem, rider: RosterRider, shifts: Shift[], booked: (s: Shift) => boolean): boolean {
  const perDay = new Map<number, Shift[]>();
  const perWeek = new Map<number, number>();
  for (const [i, shift] of shifts.entries()) {
    const day = dayOf(problem, shift.from_s);
    const previous = shifts[i - 1];
    if (previous) {
      const sameDay = dayOf(problem, previous.from_s) === day;
      const gap_s = sameDay ? problem.shift.minGap_s : rider.rest_s;
      if (previous.to_s > shift.from_s) return false;
      if (previous.to_s + gap_s > shift.from_s && !(booked(previous) && booked(shift))) return false;
    } else if (!booked(shift) && (rider.lastEnd_s ?? Number.NEGATIVE_INFINITY) + rider.rest_s > shift.from_s)
      return false;
    perDay.set(day, [...(perDay.get(day) ?? []), shift]);
    const week = problem.weekOfDay[day]!;
    perWeek.set(week, (perWeek.get(week) ?? 0) + hours_s(problem, shift));
  }
  for (const list of perDay.values()) {
    if (list.every(booked)) continue;
    const sum_s = list.reduce((sum, shift) => sum + hours_s(problem, shift), 0);
    if (list.length > Math.min(rider.maxPerDay, problem.shift.maxPerDay)) return false;
    if (sum_s > rider.maxDay_s || sum_s < rider.minDay_s) return false;
  }
  for (const [week, sum_s] of perWeek) {
    const list = shifts.filter((shift) => problem.weekOfDay[dayOf(problem, shift.from_s)] === week);
    if (!list.every(booked) && sum_s + (week === 0 ? (rider.worked_s ?? 0) : 0) > rider.maxWeek_s) return false;
  }
  return true;
}

/** All legal plans of a rider; booked shifts are in each. Null where there are more than `most`. */
export function plansOf(problem: RosterProblem, r: number, most: number): Shift[][] | null {
  const rider = problem.riders[r]!;
  const pinned = problem.pinned.filter((shift) => shift.rider === r);
  const isBooked = (shift: Shift) => pinned.some((pin) => pin.from_s === shift.from_s && pin.zone === shift.zone);
  const candidates = shiftsOf(problem, r).filter((s) => !pinned.some((p) => s.from_s < p.to_s && p.from_s < s.to_s));
  const plans: Shift[][] = [];
  let tried = 0;
  const add = (chosen: Shift[], from: number) => {
    if (++tried > 4 * most) return;
    const all = [...chosen].sort((a, b) => a.from_s - b.from_s);
    if (isLegal(problem, rider, all, isBooked)) plans.push(all);
    for (let i = from; i < candidates.length; i++) {
      const next = candidates[i]!;
      const clash = chosen.some((shift) => next.from_s < shift.to_s && shift.from_s < next.to_s);
      const day = dayOf(problem, next.from_s);
      const sameDay = chosen.filter((shift) => dayOf(problem, shift.from_s) === day).length;
      if (!clash && sameDay < Math.min(rider.maxPerDay, problem.shift.maxPerDay)) add([...chosen, next], i + 1);
    }
  };
  // Booked shifts without a break have one wherever the rule's window holds one.
  const withBreaks = pinned.reduce<Shift[][]>(
    (sets, pin) => {
      const breaks = breaksOf(problem, pin.from_s, pin.to_s);
      const choices = pin.break ? [pin] : (breaks.length ? breaks : [null]).map((pause) => ({ ...pin, break: pause }));
      return sets.flatMap((set) => choices.map((choice) => [...set, choice]));
    },
    [[]],
  );
  for (const set of withBreaks) add(set, 0);
  return tried > 4 * most || plans.length > most ? null : plans;
}

/** Adds what a plan's riders are to cover: layers of zones * slots. */
export function coverOf(problem: RosterProblem, shifts: Shift[]): Float64Array[] {
  const { slots, slot_s } = problem;
  return problem.layers.map((layer) => {
    const cover = new Float64Array(problem.zones * slots);
    for (const shift of shifts) {
      const rider = problem.riders[shift.rider]!;
      for (let s = 0; s < slots; s++) {
        const overlap = (w: { from_s: number; to_s: number }) =>
          Math.max(0, Math.min(w.to_s, (s + 1) * slot_s) - Math.max(w.from_s, s * slot_s));
        const present_s = overlap(shift) - (shift.break ? overlap(shift.break) : 0);
        cover[shift.zone * slots + s]! += (layer.weights[rider.kind]! * rider.reliability * present_s) / slot_s;
      }
    }
    return cover;
  });
}

export function cellCost(problem: RosterProblem, cover: Float64Array[]): number {
  let cost = 0;
  for (const [l, layer] of problem.layers.entries()) {
    for (const at of layer.required.keys()) {
      // What others share with the cell is asked of all of them together.
      const sharing = [...layer.required.keys()].filter((other) => (problem.shared?.[other] ?? other) === at);
      if (sharing.length === 0) continue;
      const missing = sharing.reduce((sum, other) => sum + layer.required[other]! - cover[l]![other]!, 0);
      cost += missing > 0 ? missing * layer.shortageCost[at]! : -missing * layer.surplusCost[at]!;
    }
  }
  return cost;
}

/** All that a rider costs but cover. */
export function riderCost(problem: RosterProblem, r: number, shifts: Shift[]): number {
  const rider = problem.riders[r]!;
  let cost = 0;
  const weeks = Math.max(...problem.weekOfDay) + 1;
  for (let week = 0; week < weeks; week++) {
    const list = shifts.filter((shift) => problem.weekOfDay[dayOf(problem, shift.from_s)] === week);
    const given_h = list.reduce((sum, shift) => sum + hours_s(problem, shift), 0) / 3600;
    const worked_h = week === 0 ? (rider.worked_s ?? 0) / 3600 : 0;
    cost += rider.cost_per_h * (Math.max(worked_h + given_h * rider.reliability, rider.guaranteed_s / 3600) - worked_h);
    cost += problem.minHoursCost_per_h * Math.max(0, rider.minWeek_s / 3600 - worked_h - given_h);
  }
  for (const shift of shifts) {
    const known = rider.zones.find(({ zone }) => zone === shift.zone);
    cost += ((known?.cost_per_h ?? 0) * hours_s(problem, shift)) / 3600;
    for (const like of rider.preferences) {
      if (like.zone !== -1 && like.zone !== shift.zone) continue;
      const on_s = Math.max(0, Math.min(like.to_s, shift.to_s) - Math.max(like.from_s, shift.from_s));
      cost -= (like.value_per_h * on_s) / 3600;
    }
  }
  const published = problem.published?.filter((shift) => shift.rider === r);
  if (published) {
    const key = ({ zone, from_s, to_s }: Shift) => `${zone} ${from_s} ${to_s}`;
    const was = new Set(published.map(key));
    const kept = shifts.filter((shift) => was.has(key(shift))).length;
    cost += problem.changeCost * (was.size + shifts.length - 2 * kept);
  }
  return cost;
}
