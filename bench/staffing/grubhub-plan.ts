import {
  createRandom,
  estimateOf,
  type Figures,
  type SimulatedRider,
  simulateDay,
} from '../../src/simulation/index.ts';
import { requirementOf } from '../../src/staffing/load/index.ts';
import { type PlannedShift, type RefineProblem, refineShifts } from '../../src/staffing/refine/index.ts';
import type { MdrpDay } from './mdrp.ts';

export const SLOT_S = 900;
/** Lengths of the shifts that Grubhub optimised (s2): 1.5, 2, 3 and 4 hours. */
const LENGTHS = [6, 8, 12, 16];
/** At least so many riders from the first to the last minute that s2 has any. */
const ALWAYS = 2;

/** What planning may see. */
export interface PlanningInput {
  /** The days to plan for, all in the frame of the day that `present` belongs to. */
  days: MdrpDay[];
  /** The shifts in force, s2: the opening hours are theirs, and hours are counted in percent of theirs. */
  present: SimulatedRider[];
  /** Click-to-door to be kept, seconds beyond what it were with a rider at hand for every order: mean and p90. */
  delay_s: Delay;
}

export interface Delay {
  mean: number;
  p90: number;
}

/** How much later orders came to the door than with a rider at hand for each, in mean and p90. */
export function delayOf({ click_to_door_s }: Figures, day: MdrpDay): Delay {
  const atBest = atBestOf(day);
  return { mean: click_to_door_s.mean - atBest.mean, p90: click_to_door_s.p90 - atBest.p90 };
}

/** Mean and p90 of click-to-door were a rider to wait at the restaurant for every order, and ride straight to the door. */
function atBestOf({ orders, restaurants, rules, speed_mps }: MdrpDay): Delay {
  const times_s = orders.map(({ placed_s, ready_s, restaurant, x_m, y_m }) => {
    const way_m = Math.hypot(x_m - restaurants[restaurant]!.x_m, y_m - restaurants[restaurant]!.y_m);
    const ride_s = Math.ceil(way_m / speed_mps / rules.travel_step_s - 1e-9) * rules.travel_step_s;
    return ready_s - placed_s + rules.pickup_s / 2 + ride_s + rules.dropoff_s / 2;
  });
  return estimateOf(times_s);
}

export interface Planned {
  riders: SimulatedRider[];
  hours: number;
  /** Of the plan before it was refined. */
  firstHours: number;
  judged: number;
}

/** Load -> requirement -> first shifts -> shifts refined under the simulated days. */
export function planShifts(input: PlanningInput, iterations: number, seed: number): Planned {
  const random = createRandom(seed);
  const opening = openingOf(input.present);
  const slots = opening.to;
  const places = placesOf(input.days, slots);
  const lengths = Array.from({ length: slots }, (_, start) =>
    start < opening.from ? [] : LENGTHS.filter((length) => start + length <= slots),
  );
  const atLeast = new Int32Array(slots).fill(ALWAYS, opening.from);
  const problem: RefineProblem = {
    slots,
    lengths,
    places,
    atLeast,
    scenarios: input.days.length,
    judge: judgeOf(input, slots),
  };
  const needed = requiredRiders(input.days, slots).map((riders, slot) => Math.max(riders, atLeast[slot]!));
  const first = coverGreedily(needed, lengths, places, random);
  const refined = refineShifts(problem, first, { iterations }, { random });
  const riders = refined.shifts.map((shift) => riderOf(shift, input.days[0]!));
  const hours = (shifts: PlannedShift[]) => shifts.reduce((sum, { length }) => sum + (length * SLOT_S) / 3600, 0);
  return { riders, hours: hours(refined.shifts), firstHours: hours(first), judged: refined.judged };
}

/** A shift starts at a restaurant; `place` is its index. */
function riderOf({ start, length, place }: PlannedShift, day: MdrpDay): SimulatedRider {
  const { x_m, y_m } = day.restaurants[place]!;
  return {
    zone: 0,
    x_m,
    y_m,
    on_s: start * SLOT_S,
    off_s: (start + length) * SLOT_S,
    speed_mps: day.speed_mps,
    guarantee_per_h: day.pay.per_hour,
    pay_per_order: day.pay.per_order,
  };
}

function openingOf(riders: SimulatedRider[]): { from: number; to: number } {
  const from = Math.floor(Math.min(...riders.map(({ on_s }) => on_s)) / SLOT_S);
  return { from, to: Math.ceil(Math.max(...riders.map(({ off_s }) => off_s)) / SLOT_S) };
}

/** By start slot: the restaurant of each order that is ready within the first hour and a half, on any planning day. */
function placesOf(days: MdrpDay[], slots: number): number[][] {
  const all = days.flatMap(({ orders }) => orders);
  return Array.from({ length: slots }, (_, slot) => {
    const near = all.filter(({ ready_s }) => ready_s >= slot * SLOT_S && ready_s < slot * SLOT_S + 5400);
    return (near.length > 0 ? near : all).map(({ restaurant }) => restaurant);
  });
}

/** Requirement of the whole city as one zone, from the mean of the planning days. */
function requiredRiders(days: MdrpDay[], slots: number): Int32Array {
  const [day] = days;
  const orders = new Float64Array(slots);
  const rides: number[] = [];
  const preparations: number[] = [];
  for (const { orders: list, restaurants } of days) {
    for (const { placed_s, ready_s, x_m, y_m, restaurant } of list) {
      const slot = Math.min(slots - 1, Math.max(0, Math.floor(placed_s / SLOT_S)));
      orders[slot]! += 1 / days.length;
      rides.push(Math.hypot(x_m - restaurants[restaurant]!.x_m, y_m - restaurants[restaurant]!.y_m));
      preparations.push(ready_s - placed_s);
    }
  }
  const { rules, speed_mps, restaurants } = day!;
  const xs = restaurants.map(({ x_m }) => x_m);
  const ys = restaurants.map(({ y_m }) => y_m);
  const vehicle = { id: 'car', speed_mps, pickup_s: rules.pickup_s, dropoff_s: rules.dropoff_s, share: 1 };
  const requirement = requirementOf({
    zones: 1,
    slots,
    slot_s: SLOT_S,
    orders,
    dispersion: new Float64Array(slots).fill(1),
    work: [
      {
        area_m2: (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys)),
        restaurants: restaurants.length,
        ...momentsOf(rides, 'ride_mean_m', 'ride_sd_m'),
        ...momentsOf(preparations, 'preparation_mean_s', 'preparation_sd_s'),
      },
    ],
    vehicles: [{ ...vehicle, reach_m: Number.POSITIVE_INFINITY, capacity: rules.bundle_max }],
    target: { within_s: rules.target_s, share: 0.85 },
    noShow: { rate: 0, confidence: 0.9 },
    bundling: { max: rules.bundle_max, window_s: rules.bundle_window_s },
    lookahead_s: rules.lookahead_s,
    handling_cv: 0.35,
    maxOccupancy: 0.85,
  });
  return requirement.booked;
}

function momentsOf<M extends string, S extends string>(values: number[], mean: M, sd: S): Record<M | S, number> {
  const average = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
  return { [mean]: average, [sd]: Math.sqrt(variance) } as Record<M | S, number>;
}

/** From the first slot that lacks riders on, the length that leaves least over. */
function coverGreedily(
  needed: Int32Array,
  lengths: number[][],
  places: number[][],
  random: () => number,
): PlannedShift[] {
  const missing = needed.slice();
  const shifts: PlannedShift[] = [];
  for (let slot = 0; slot < missing.length; slot++) {
    while (missing[slot]! > 0) {
      let best = { start: -1, length: 0, waste: Number.POSITIVE_INFINITY };
      // Where the day's end is near a shift has to begin earlier.
      for (let start = slot; start >= 0 && best.start < 0; start--) {
        for (const length of lengths[start]!) {
          if (start + length <= slot) continue;
          const waste = missing.subarray(start, start + length).reduce((sum, m) => sum + (m <= 0 ? 1 : 0), 0) / length;
          if (waste < best.waste) best = { start, length, waste };
        }
      }
      const { start, length } = best;
      const there = places[start]!;
      shifts.push({ start, length, place: there[Math.floor(random() * there.length)]! });
      for (let i = start; i < start + length; i++) missing[i]!--;
    }
  }
  return shifts;
}

/** What a minute beyond the delay to be kept costs, in percent of the present hours; an order left, in the same. */
const PER_MINUTE = { mean: 40, p90: 10 };
const PER_ORDER = 5;

/** Hours in percent of the present ones, and a price on delays beyond those to be kept. */
function judgeOf({ days, present, delay_s }: PlanningInput, slots: number): RefineProblem['judge'] {
  const presentHours = present.reduce((sum, { on_s, off_s }) => sum + (off_s - on_s) / 3600, 0);
  const atBest = days.map(atBestOf);
  return (shifts, scenario) => {
    const day = days[scenario]!;
    const riders = shifts.map((shift) => riderOf(shift, day));
    const { figures, trace } = simulateDay({ ...day, riders }, day.rules, createRandom(1));
    const delivered = new Int32Array(shifts.length);
    const lack = new Float64Array(slots);
    trace.rider.forEach((rider, order) => {
      const ready_s = day.orders[order]!.ready_s;
      const slot = Math.min(slots - 1, Math.max(0, Math.floor(ready_s / SLOT_S)));
      if (rider >= 0) delivered[rider]!++;
      lack[slot]! += rider >= 0 ? Math.max(0, trace.pickup_s[order]! - ready_s - 60) : 7200;
    });
    const { mean, p90 } = figures.click_to_door_s;
    const worse = (value: number, at: number, kept: number) => Math.max(0, (value - at - kept) / 60);
    const service =
      PER_MINUTE.mean * worse(mean, atBest[scenario]!.mean, delay_s.mean) +
      PER_MINUTE.p90 * worse(p90, atBest[scenario]!.p90, delay_s.p90) +
      PER_ORDER * figures.undelivered +
      mean / 6000;
    return {
      value: (100 * figures.rider_hours) / presentHours + service,
      use: Float64Array.from(delivered, (orders, i) => orders / shifts[i]!.length),
      lack,
    };
  };
}
