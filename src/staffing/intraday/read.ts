import type { MoveBreak, MovePlan, MoveProblem, MoveRider, RiderDay } from '../moves/types.ts';
import type { BreakShift, Call, DayUpdate, IntradayPlan, IntradayReason, Release } from './types.ts';

/** What is to be changed, each with the figures it rests on, and what it is good for. */
export function readIntraday(problem: MoveProblem, update: DayUpdate, plan: MovePlan): IntradayPlan {
  const breaks: BreakShift[] = [];
  const calls: Call[] = [];
  const releases: Release[] = [];
  for (const [rider, given] of problem.riders.entries()) {
    const day = plan.days[rider]!;
    if (day.end_slot === 0) continue;
    if (given.call) calls.push(callOf(problem, plan, rider, given, day));
    else if (day.end_slot < given.end_slot) releases.push(releaseOf(problem, plan, rider, given, day));
    for (const [index, slot] of day.breaks.entries()) {
      const planned = given.breaks![index]!;
      if (slot === planned.planned_slot) continue;
      const reason = breakReason(problem, plan, given, day, planned);
      breaks.push({ rider, index, from_slot: planned.planned_slot, to_slot: slot, reason });
    }
  }
  const short_before = shortAsItIs(problem);
  const sum = (values: Float64Array) =>
    values.subarray(0, problem.zones * problem.slots).reduce((all, value) => all + value, 0);
  return {
    update,
    required: problem.required,
    short_before,
    short_after: plan.short,
    short_rider_slots_before: sum(short_before),
    short_rider_slots_after: plan.short_rider_slots,
    moves: plan.moves,
    breaks,
    calls,
    releases,
    cost: plan.cost,
    bound: plan.bound,
    gap: plan.gap,
    plan,
  };
}

/** Missing where everyone stays where he is, pauses as planned and goes home as planned, and no one is called. */
function shortAsItIs({ required, riders, zones, slots }: MoveProblem): Float64Array {
  const short = required.slice();
  const cover = new Float64Array(required.length);
  for (const { zone, start_slot, end_slot, breaks = [], layers = [], call } of riders) {
    if (call) continue;
    for (let s = start_slot; s < end_slot; s++) {
      const pauses = breaks.some(({ planned_slot, slots: length }) => s >= planned_slot && s < planned_slot + length);
      if (pauses) continue;
      for (const layer of [0, ...layers]) cover[(layer * zones + zone) * slots + s]!++;
    }
  }
  return short.map((wanted, c) => Math.max(0, wanted - cover[c]!));
}

function zoneAt({ stays }: RiderDay, slot: number): number {
  return (stays.findLast(({ from_slot }) => from_slot <= slot) ?? stays[0]!).zone;
}

/** What of a rider would be missing in a zone and slot were he not there: the most of the layers that he counts in. */
function neededIn({ required, zones, slots }: MoveProblem, plan: MovePlan, rider: MoveRider, zone: number, s: number) {
  let needed = 0;
  for (const layer of [0, ...(rider.layers ?? [])]) {
    const c = (layer * zones + zone) * slots + s;
    needed = Math.max(needed, Math.min(1, required[c]! - plan.cover[c]! + 1));
  }
  return needed;
}

/** Rider-slots that would be missing were he not there, and the span of them. */
function coveredBy(problem: MoveProblem, plan: MovePlan, rider: MoveRider, day: RiderDay): IntradayReason {
  const first = day.stays[0]!;
  const reason: IntradayReason = {
    code: 'covers_shortage',
    zone: first.zone,
    from_slot: -1,
    to_slot: day.start_slot,
    rider_slots: 0,
  };
  for (const { zone, from_slot, to_slot } of day.stays) {
    for (let s = from_slot; s < to_slot; s++) {
      const missing = neededIn(problem, plan, rider, zone, s);
      if (missing <= 0) continue;
      if (reason.from_slot < 0) [reason.from_slot, reason.zone] = [s, zone];
      reason.to_slot = s + 1;
      reason.rider_slots += missing;
    }
  }
  if (reason.from_slot < 0) reason.from_slot = day.start_slot;
  return reason;
}

function callOf(problem: MoveProblem, plan: MovePlan, rider: number, given: MoveRider, day: RiderDay): Call {
  const { call } = given;
  return {
    rider,
    zone: day.zone,
    from_slot: day.start_slot,
    to_slot: day.end_slot,
    cost: call!.cost + call!.cost_per_slot * (day.end_slot - day.start_slot),
    reason: coveredBy(problem, plan, given, day),
  };
}

function releaseOf(problem: MoveProblem, plan: MovePlan, rider: number, given: MoveRider, day: RiderDay): Release {
  const { zones, slots } = problem;
  const zone = day.stays.at(-1)!.zone;
  let spare = 0;
  // What is not missing without him in the slots that he no longer works.
  for (let s = day.end_slot; s < given.end_slot; s++) {
    const missing = [0, ...(given.layers ?? [])].map((layer) => plan.short[(layer * zones + zone) * slots + s]!);
    spare += 1 - Math.min(1, Math.max(...missing));
  }
  return {
    rider,
    zone,
    from_slot: day.end_slot,
    saving: given.release!.saving_per_slot * (given.end_slot - day.end_slot),
    skips_break: day.breaks.length < (given.breaks?.length ?? 0),
    reason: { code: 'not_needed', zone, from_slot: day.end_slot, to_slot: given.end_slot, rider_slots: spare },
  };
}

function breakReason(
  problem: MoveProblem,
  plan: MovePlan,
  rider: MoveRider,
  day: RiderDay,
  { planned_slot: from, slots: length }: MoveBreak,
): IntradayReason {
  const zone = zoneAt(day, from);
  let needed = 0;
  for (let s = from; s < from + length && s < problem.slots; s++) needed += neededIn(problem, plan, rider, zone, s);
  return { code: 'off_the_peak', zone, from_slot: from, to_slot: from + length, rider_slots: needed };
}
