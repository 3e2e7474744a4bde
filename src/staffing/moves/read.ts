import { walk } from './best-day.ts';
import type { Bound } from './bound.ts';
import type { Crew } from './crew.ts';
import type { Move, MoveCost, MovePlan, MoveReason, RiderDay, Stay } from './types.ts';

/** Days, moves with their reasons, and figures of a crew. */
export function readPlan(crew: Crew, bound: Bound): MovePlan {
  const { problem, cover } = crew;
  const short = crew.short.slice();
  const days: RiderDay[] = [];
  const moves: Move[] = [];
  const cost: MoveCost = { total: 0, shortage: 0, moves: 0, pay: 0, breaks: 0, returns: 0 };
  for (const rider of crew.days.keys()) {
    const read = readDay(crew, rider, cost, short);
    days.push(read.day);
    moves.push(...read.moves);
  }
  for (let c = 0; c < short.length; c++) cost.shortage += problem.shortage_cost[c]! * short[c]!;
  cost.total = cost.shortage + cost.moves + cost.pay + cost.breaks + cost.returns;
  moves.sort((a, b) => a.leave_s - b.leave_s || a.rider - b.rider);
  const least = Math.min(bound.value, cost.total);
  return {
    days,
    moves,
    cover: cover.slice(),
    short,
    short_rider_slots: short.subarray(0, problem.zones * problem.slots).reduce((sum, missing) => sum + missing, 0),
    cost,
    bound: least,
    gap: cost.total === least ? 0 : (cost.total - least) / Math.max(Math.abs(cost.total), 1e-9),
    rounds: bound.rounds,
  };
}

function readDay(crew: Crew, rider: number, cost: MoveCost, short: Float64Array): { day: RiderDay; moves: Move[] } {
  const { variant, steps } = crew.days[rider]!;
  if (variant < 0) return { day: { zone: -1, stays: [], breaks: [], start_slot: 0, end_slot: 0 }, moves: [] };
  const { slots, slot_s, links } = crew.problem;
  const { group: g, zone: first, start, cost: coming } = crew.network.variants[rider]![variant]!;
  const group = crew.network.groups[g]!;
  const day: RiderDay = { zone: group.zones[first]!, stays: [], breaks: [], start_slot: start, end_slot: start };
  const moves: Move[] = [];
  let stay: Stay = { zone: day.zone, from_slot: start, to_slot: start };
  cost.pay += coming;
  walk(group, start, first, steps, {
    // What is lost of a slot of arrival counts as missing there.
    work: (zone, slot, late) => {
      for (const offset of group.offsets) {
        const cell = zone * slots + slot + offset;
        if (offset === 0 || crew.problem.shortage_cost[cell]! > 0) short[cell]! += late;
      }
    },
    pause: (b, slot) => {
      const { shift_cost, planned_slot } = group.breaks[b]!;
      day.breaks.push(slot);
      cost.breaks += shift_cost * Math.abs(slot - planned_slot);
    },
    move: (a, slot) => {
      const from = stay.zone;
      const to = group.zones[group.arcTo[a]!]!;
      stay.to_slot = slot;
      if (slot > stay.from_slot) day.stays.push(stay);
      stay = { zone: to, from_slot: slot + group.arcSlots[a]!, to_slot: slot };
      const leave_s = slot * slot_s;
      const arrive_s = leave_s + links.travel_s[group.arcLink[a]!]!;
      cost.moves += group.arcCost[a]!;
      moves.push({ rider, from, to, leave_s, arrive_s, cost: group.arcCost[a]!, reason: NONE });
    },
    leave: (slot, k) => {
      stay.to_slot = slot;
      day.end_slot = slot;
      day.stays.push(stay);
      cost.pay -= (group.end - slot) * group.saving;
      if (group.home >= 0 && k !== group.home) cost.returns += group.homeCost;
    },
  });
  giveReasons(crew, rider, day, moves);
  return { day, moves };
}

const NONE: MoveReason = {
  code: 'goes_home',
  covers_rider_slots: 0,
  from_slot: 0,
  to_slot: 0,
  gives_up_rider_slots: 0,
};

/** Looks at the stay after each move: what would be missing without it, and what is missing where he was. */
function giveReasons(crew: Crew, rider: number, day: RiderDay, moves: Move[]): void {
  const { cells } = crew.days[rider]!;
  const { slots, slot_s, required } = crew.problem;
  for (const [m, move] of moves.entries()) {
    const leave = move.leave_s / slot_s;
    const until = moves[m + 1] ? moves[m + 1]!.leave_s / slot_s : day.end_slot;
    const reason: MoveReason = { ...NONE, from_slot: -1 };
    const covers = new Map<number, number>();
    for (const cell of cells) {
      const slot = cell % slots;
      if (slot < leave || slot >= until) continue;
      const covered = Math.min(1, required[cell]! - crew.cover[cell]! + 1);
      // In more than one layer it is the same rider.
      if (covered > 0) covers.set(slot, Math.max(covered, covers.get(slot) ?? 0));
    }
    for (const [slot, covered] of [...covers].sort(([a], [b]) => a - b)) {
      if (reason.from_slot < 0) reason.from_slot = slot;
      reason.to_slot = slot + 1;
      reason.covers_rider_slots += covered;
    }
    for (let slot = leave; slot < until; slot++) {
      reason.gives_up_rider_slots += Math.min(1, crew.short[move.from * slots + slot]!);
    }
    if (reason.from_slot < 0) reason.from_slot = reason.to_slot = Math.ceil(move.arrive_s / slot_s);
    else reason.code = 'covers_shortage';
    move.reason = reason;
  }
}
