import type { Span, StaffingRequest } from '../../contract/staffing/request.ts';
import { Rng } from '../../kit/rng.ts';
import { HOUR_S } from '../../kit/units.ts';
import { type PoolNeed, type Requirement, type RequirementInput, splitByVehicle } from '../load/index.ts';
import { type PlannedShift, refineToTarget, type TargetProblem } from '../refine/index.ts';
import type { StaffingEnv, ZoneTrial } from './env.ts';
import { designOf, openTable } from './open.ts';
import { paidSeconds } from './paid.ts';
import { type Pool, poolsOf } from './pools.ts';
import { left_s, TIME_SHARES } from './time-shares.ts';
import { localSlots, mealBegins } from './times.ts';
import { noShowRate } from './work.ts';

/** Changes tried per zone, and days on which they are. */
const CHANGES = 150;
/** Of a design that is only a beginning. */
const DESIGN_CHANGES = 10;
const MOST_DAYS = 10;
/** Of the riders that the formulas book, tried first: halves and doubles until the target is bracketed, then between. */
const MOST_FACTOR = 4;
const FACTOR_STEP = 1 / 32;
/** Share of the best service attainable that is asked for where the target is beyond it, as by the formulas. */
const OF_BEST = 0.99;
const STREAM = 0xf17;

/**
 * What is to be booked so that simulated days keep the service target at the fewest hours. Per zone, and for zones that share riders
 * together: shifts are designed for the
 * riders of the formulas times the least factor that keeps it, then refined (`refineToTarget`); their cover is what is to be booked.
 * What is left of the formulas: load, handling.
 */
export function fittedRequirement(
  request: StaffingRequest,
  input: RequirementInput,
  { requirement, pools }: { requirement: Requirement; pools: Pool[] },
  env: StaffingEnv,
): { requirement: Requirement; pools: Pool[] } {
  const { slots } = request.horizon;
  const shared = pools.filter((pool) => pool.shared);
  const { work, vehicles, orders, dispersion } = input;
  // Whoever is tried rides without a name, and stands for all.
  const mixed: StaffingRequest = {
    ...request,
    vehicles: request.vehicles.map((each, v) => ({ ...each, share: vehicles[v]!.share })),
    noShow: { ...request.noShow, rate: noShowRate(request) },
  };
  const trial = env.trial(mixed, orders, dispersion, poolsOf(request, shared));
  const booked = requirement.booked.slice();
  const inPool = new Set(shared.flatMap(({ zones }) => zones));
  const alone = request.zones.flatMap((_, zone) => (inPool.has(zone) ? [] : [[zone]]));
  for (const zones of [...alone, ...shared.map((pool) => [...pool.zones])]) {
    if (env.stop() || isOver(request, env)) break;
    const rows = zones.map((zone) => requirement.booked.subarray(zone * slots, (zone + 1) * slots));
    if (rows.every((row) => row.every((riders) => riders === 0))) continue;
    for (const [zone, cover] of fitZones(request, requirement.booked, zones, trial, env))
      booked.set(cover, zone * slots);
  }
  const byVehicle = requirement.byVehicle.map((table) => table.slice());
  booked.forEach((riders, i) => {
    splitByVehicle(riders, work[Math.floor(i / slots)]!, vehicles).forEach((part, v) => (byVehicle[v]![i] = part));
  });
  const turnUp = 1 - noShowRate(request);
  const riders = booked.map((count) => Math.ceil(count * turnUp - 1e-9));
  const fitted = pools.map((pool) => (pool.shared ? { ...pool, need: needOf(pool, riders, booked, slots) } : pool));
  return { requirement: { ...requirement, booked, byVehicle, riders }, pools: fitted };
}

/** Riders of a pool as simulated; apart they would be as many times more as the formulas say. */
function needOf({ zones, need }: Pool, riders: Int32Array, booked: Int32Array, slots: number): PoolNeed {
  const sumOf = (table: Int32Array) =>
    Int32Array.from({ length: slots }, (_, s) => zones.reduce((sum, zone) => sum + table[zone * slots + s]!, 0));
  const [together, bookedTogether] = [sumOf(riders), sumOf(booked)];
  const apart = (now: Int32Array, joint: Int32Array, own: Int32Array) =>
    now.map((count, s) => (joint[s]! > 0 ? Math.round((count * own[s]!) / joint[s]!) : count));
  return {
    riders: together,
    booked: bookedTogether,
    ridersApart: apart(together, need.riders, need.ridersApart),
    bookedApart: apart(bookedTogether, need.booked, need.bookedApart),
  };
}

function isOver(request: StaffingRequest, env: StaffingEnv): boolean {
  return left_s(request, env, TIME_SHARES.fitted) < 0;
}

/** Cover of each of the zones, which share riders where they are more than one; the place of a shift is its zone's index among them. */
function fitZones(
  request: StaffingRequest,
  booked: Int32Array,
  zones: number[],
  trial: ZoneTrial,
  env: StaffingEnv,
): [zone: number, cover: Int32Array][] {
  const { slots, slot_s } = request.horizon;
  const paid_h = ({ start, length }: PlannedShift) => {
    const span = { from_s: start * slot_s, to_s: (start + length) * slot_s };
    return paidSeconds(span, mealOf(request, span), request.rules) / HOUR_S;
  };
  const judge: TargetProblem['judge'] = (shifts, day) => {
    const onTrial = shifts.map(({ start, length, place }) => {
      const span = { from_s: start * slot_s, to_s: (start + length) * slot_s };
      return { zone: zones[place]!, span, meal: mealOf(request, span) };
    });
    const { lateShare, delivered, waited_s } = trial(zones, onTrial, day);
    return {
      cost: shifts.reduce((sum, shift) => sum + paid_h(shift), 0),
      service: lateShare,
      use: Float64Array.from(delivered, (orders, i) => orders / shifts[i]!.length),
      lack: waited_s,
    };
  };
  const days = Math.min(request.simulate.days, MOST_DAYS);
  const lateOf = (shifts: PlannedShift[]) => {
    let sum = 0;
    for (let day = 0; day < days; day++) sum += judge(shifts, day).service;
    return sum / days;
  };
  const planFor = (factor: number) =>
    zones.flatMap((zone, place) => designFor(request, booked, zone, factor, env).map((shift) => ({ ...shift, place })));
  const most = planFor(MOST_FACTOR);
  const best = 1 - lateOf(most);
  const target = Math.max(1 - request.service.share, 1 - OF_BEST * best, 1e-6);
  const { lengths, places } = placesOf(zones.map((zone) => lengthsOf(request, zone)));
  const needed = (slot: number) => zones.reduce((sum, zone) => sum + booked[zone * slots + slot]!, 0);
  const problem: TargetProblem = {
    slots,
    lengths,
    places,
    // Where the formulas want somebody, somebody is there, if any shift can be.
    atLeast: coverable(lengths, slots).map((can, slot) => Math.min(can, needed(slot), 1)),
    scenarios: days,
    judge,
    target,
  };
  const stop = () => env.stop() || isOver(request, env);
  const first = leastFactor(planFor, (shifts) => lateOf(shifts) <= target, stop) ?? most;
  const rng = new Rng(request.options.seed, STREAM + zones[0]!);
  const { shifts } = refineToTarget(problem, first, { iterations: CHANGES }, { random: () => rng.double(), stop });
  const open = openTable(request);
  return zones.map((zone, place) => {
    const cover = coverOnDuty(
      request,
      shifts.filter((shift) => shift.place === place),
    );
    return [zone, cover.map((riders, slot) => (open[zone * slots + slot] === 1 ? riders : 0))];
  });
}

/** By start slot: zones that a shift may begin in, and the lengths that all of them allow. */
function placesOf(lengthsOfZone: number[][][]): { lengths: number[][]; places: number[][] } {
  const lengths: number[][] = [];
  const places: number[][] = [];
  for (const start of lengthsOfZone[0]!.keys()) {
    const may = lengthsOfZone.flatMap((own, place) => (own[start]!.length > 0 ? [place] : []));
    const common = may.reduce<number[] | null>(
      (all, place) => lengthsOfZone[place]![start]!.filter((length) => all?.includes(length) ?? true),
      null,
    );
    lengths.push(common ?? []);
    places.push(may);
  }
  return { lengths, places };
}

/** The plan of the least factor that keeps the target; null where not even the greatest does. */
function leastFactor(
  planFor: (factor: number) => PlannedShift[],
  keeps: (shifts: PlannedShift[]) => boolean,
  stop: () => boolean,
): PlannedShift[] | null {
  let low = 0;
  let high = 1;
  let plan = planFor(high);
  while (!keeps(plan)) {
    if (high >= MOST_FACTOR || stop()) return null;
    low = high;
    high *= 2;
    plan = planFor(high);
  }
  while (high - low > FACTOR_STEP && !stop()) {
    const factor = (low + high) / 2;
    const shifts = planFor(factor);
    if (keeps(shifts)) {
      high = factor;
      plan = shifts;
    } else low = factor;
  }
  return plan;
}

/** Shifts of one zone for so many times the riders booked, breaks not counted, shortage dearer than any hour. */
function designFor(
  request: StaffingRequest,
  booked: Int32Array,
  zone: number,
  factor: number,
  env: StaffingEnv,
): PlannedShift[] {
  const { slots, slot_s } = request.horizon;
  const wanted = new Float64Array(booked.length);
  for (let i = zone * slots; i < (zone + 1) * slots; i++) wanted[i] = Math.round(factor * booked[i]!);
  const costs = { ...request.costs, wage_per_h: 1, shortage_per_h: 100, surplus_per_h: 0 };
  const options = { ...request.options, time_s: null };
  // Breaks are set when shifts are tried; to design around them takes far longer.
  const rules = { ...request.rules, meal: null };
  const way = { iterations: DESIGN_CHANGES, boundSteps: 0, newShift_h: 1 };
  const { offers } = designOf({ ...request, rules, costs, options }, wanted, way, env);
  return offers.flatMap(({ from_s, to_s, riders }) =>
    Array.from({ length: riders }, () => ({ start: from_s / slot_s, length: (to_s - from_s) / slot_s, place: 0 })),
  );
}

/** By start slot: lengths that rules and opening hours allow, ascending. */
function lengthsOf(request: StaffingRequest, zone: number): number[][] {
  const { rules, horizon } = request;
  const { slots, slot_s } = horizon;
  const { local_s } = localSlots(horizon);
  const open = openTable(request).subarray(zone * slots, (zone + 1) * slots);
  const step = rules.lengthGrid_s / slot_s;
  const shortest = Math.ceil(rules.minShift_s / rules.lengthGrid_s) * step;
  return Array.from({ length: slots }, (_, start) => {
    if (local_s[start]! % rules.startGrid_s !== 0) return [];
    let end = start;
    while (end < slots && open[end] === 1) end++;
    const most = Math.min(Math.floor(rules.maxShift_s / slot_s), end - start);
    const lengths: number[] = [];
    for (let length = Math.max(step, shortest); length <= most; length += step) {
      if (hasRoom(request, length * slot_s)) lengths.push(length);
    }
    return lengths;
  });
}

/** 1 for slots that some allowed shift covers. */
function coverable(lengths: number[][], slots: number): Int32Array {
  const can = new Int32Array(slots);
  lengths.forEach((list, start) => can.fill(1, start, start + (list[list.length - 1] ?? 0)));
  return can;
}

function hasRoom({ rules: { meal }, horizon: { slot_s } }: StaffingRequest, length_s: number): boolean {
  if (meal === null || length_s <= meal.longerThan_s) return true;
  const [first_s, last_s] = mealBegins(meal, length_s, slot_s);
  return first_s <= last_s;
}

/** The break of a shift, in the middle of its window; null where it is too short for one. */
function mealOf({ rules: { meal }, horizon: { slot_s } }: StaffingRequest, { from_s, to_s }: Span): Span | null {
  const length_s = to_s - from_s;
  if (meal === null || length_s <= meal.longerThan_s) return null;
  const [first_s, last_s] = mealBegins(meal, length_s, slot_s);
  const begin_s = from_s + Math.max(first_s, Math.floor((first_s + last_s) / 2 / slot_s) * slot_s);
  return { from_s: begin_s, to_s: begin_s + meal.length_s };
}

/** Riders there in each slot; of a slot with a break, who is there for any of it. */
function coverOnDuty(request: StaffingRequest, shifts: PlannedShift[]): Int32Array {
  const { slots, slot_s } = request.horizon;
  const there = new Int32Array(slots);
  for (const { start, length } of shifts) {
    const meal = mealOf(request, { from_s: start * slot_s, to_s: (start + length) * slot_s });
    for (let slot = start; slot < start + length; slot++) {
      const isAway = meal && meal.from_s <= slot * slot_s && meal.to_s >= (slot + 1) * slot_s;
      if (!isAway) there[slot]!++;
    }
  }
  return there;
}
