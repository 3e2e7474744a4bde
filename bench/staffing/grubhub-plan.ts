import {
  createRandom,
  estimateOf,
  type Figures,
  type SimulatedRider,
  simulateDay,
} from '../../src/simulation/index.ts';
import {
  type Handling,
  handlingOf,
  requirementOf,
  type VehicleType,
  type ZoneWork,
} from '../../src/staffing/load/index.ts';
import { coverAtLeast, type PlannedShift, type RefineProblem, refineShifts } from '../../src/staffing/refine/index.ts';
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
  const first = coverAtLeast({ ...problem, atLeast: needed }, []).map((shift) => {
    const there = places[shift.start]!;
    return { ...shift, place: there[Math.floor(random() * there.length)]! };
  });
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
  const { rules } = day!;
  for (const { placed_s } of days.flatMap((each) => each.orders)) {
    orders[Math.min(slots - 1, Math.max(0, Math.floor(placed_s / SLOT_S)))]! += 1 / days.length;
  }
  const requirement = requirementOf({
    zones: 1,
    slots,
    slot_s: SLOT_S,
    orders,
    dispersion: new Float64Array(slots).fill(1),
    work: [workOf(days)],
    vehicles: [vehicleOf(day!)],
    target: { within_s: rules.target_s, share: 0.85 },
    noShow: { rate: 0, confidence: 0.9 },
    bundling: { max: rules.bundle_max, window_s: rules.bundle_window_s },
    lookahead_s: rules.lookahead_s,
    handling_cv: 0.35,
    maxOccupancy: 0.85,
  });
  return requirement.booked;
}

/** The whole city as one zone. */
function workOf(days: MdrpDay[]): ZoneWork {
  const { restaurants } = days[0]!;
  const all = days.flatMap(({ orders }) => orders);
  const ride = estimateOf(
    all.map(({ x_m, y_m, restaurant }) =>
      Math.hypot(x_m - restaurants[restaurant]!.x_m, y_m - restaurants[restaurant]!.y_m),
    ),
  );
  const preparation = estimateOf(all.map(({ placed_s, ready_s }) => ready_s - placed_s));
  const side = (values: number[]) => Math.max(...values) - Math.min(...values);
  return {
    area_m2: side(restaurants.map(({ x_m }) => x_m)) * side(restaurants.map(({ y_m }) => y_m)),
    restaurants: restaurants.length,
    ride_mean_m: ride.mean,
    ride_sd_m: ride.sd,
    preparation_mean_s: preparation.mean,
    preparation_sd_s: preparation.sd,
  };
}

function vehicleOf({ rules, speed_mps }: MdrpDay): VehicleType {
  const { pickup_s, dropoff_s, bundle_max } = rules;
  return {
    id: 'car',
    speed_mps,
    pickup_s,
    dropoff_s,
    reach_m: Number.POSITIVE_INFINITY,
    capacity: bundle_max,
    share: 1,
  };
}

/** Handling from geometry at the mean of a simulated day, and what riders did in it, seconds per order. */
export function compareHandling(day: MdrpDay, figures: Figures): { handling: Handling; simulated_s: number } {
  const first_s = Math.min(...day.orders.map(({ placed_s }) => placed_s));
  const open_s = Math.max(...day.orders.map(({ ready_s }) => ready_s)) - first_s;
  // The mean over riders' shares is near to the share of all.
  const occupancy = figures.utilisation.mean;
  const free = ((figures.rider_hours * 3600) / open_s) * (1 - occupancy);
  const { bundle_max, bundle_window_s } = day.rules;
  const traffic = { orders_per_s: figures.orders / open_s, occupancy, free };
  return {
    handling: handlingOf(workOf([day]), vehicleOf(day), bundle_max, bundle_window_s, traffic),
    simulated_s: (occupancy * figures.rider_hours * 3600) / figures.delivered,
  };
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
