import {
  createRandom,
  estimateOf,
  type Figures,
  type SimulatedRider,
  simulateDay,
} from '../../src/simulation/index.ts';
import { designShifts } from '../../src/staffing/design/index.ts';
import {
  type Handling,
  handlingOf,
  type Requirement,
  requirementOf,
  type VehicleType,
  type ZoneWork,
} from '../../src/staffing/load/index.ts';
import { type PlannedShift, refineToTarget, type TargetProblem } from '../../src/staffing/refine/index.ts';
import { alongCurve } from './hilbert.ts';
import type { MdrpDay } from './mdrp.ts';

const SLOT_S = 900;
/** Shifts of 1, 1.5, 2, 3 or 4 hours: those of s2, and the shortest that s1 has. */
const LENGTHS = [4, 6, 8, 12, 16];
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
export function atBestOf({ orders, restaurants, rules, speed_mps }: MdrpDay): Delay {
  const times_s = orders.map(({ placed_s, ready_s, restaurant, x_m, y_m }) => {
    const way_m = Math.hypot(x_m - restaurants[restaurant]!.x_m, y_m - restaurants[restaurant]!.y_m);
    const ride_s = Math.ceil(way_m / speed_mps / rules.travel_step_s - 1e-9) * rules.travel_step_s;
    return ready_s - placed_s + rules.pickup_s / 2 + ride_s + rules.dropoff_s / 2;
  });
  return estimateOf(times_s);
}

interface Planned {
  riders: SimulatedRider[];
  hours: number;
  /** Of the plan before it was refined. */
  firstHours: number;
  /** Whether the planning days keep the service. */
  met: boolean;
  judged: number;
}

/**
 * Load -> riders -> shift design -> shifts refined under the simulated days until they keep the service at the fewest hours. Riders
 * are kappa m + beta sqrt(m): the square-root rule, and for what riders of a wide city cannot do because they are not near, a share
 * of the load; of both the pair of least hours with which the simulated planning days keep the service.
 */
export function planShifts(input: PlanningInput, iterations: number, seed: number): Planned {
  const random = createRandom(seed);
  const problem = problemOf(input);
  const first = firstShifts(input.days, problem, random);
  const refined = refineToTarget(problem, first, { iterations }, { random });
  return {
    riders: refined.shifts.map((shift) => riderOf(shift, input.days[0]!)),
    hours: hoursOf(refined.shifts),
    firstHours: hoursOf(first),
    met: refined.met,
    judged: refined.judged,
  };
}

/** Shifts under the simulated planning days, whose mean delay is to be that of the present shifts. */
export function problemOf(input: PlanningInput): TargetProblem {
  const { from, to: slots } = openingOf(input.present);
  return {
    slots,
    lengths: Array.from({ length: slots }, (_, start) =>
      start < from ? [] : LENGTHS.filter((length) => start + length <= slots),
    ),
    places: placesOf(input.days, slots, REFINED_SOON_S),
    atLeast: new Int32Array(slots).fill(ALWAYS, from),
    scenarios: input.days.length,
    judge: judgeOf(input, slots),
    target: input.delay_s.mean / 60,
  };
}

const KAPPAS = [0.85, 0.9, 0.95, 1, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.35, 1.4, 1.5, 1.6];
const MOST_BETA = 4;
/** Riders start where orders are ready within so long; the best of these on the planning days. */
const SOON_S = [1200, 1800, 2400];
/** The same for shifts that are moved while they are refined. */
const REFINED_SOON_S = 1800;

/** The plan of the fewest hours that keeps the service, beta to a thirty-second; of the greatest where none does. */
function firstShifts(days: MdrpDay[], problem: TargetProblem, random: () => number): PlannedShift[] {
  const { slots, atLeast } = problem;
  const { load } = requirementFor(days, slots);
  const offset = random();
  let best: PlannedShift[] | null = null;
  for (const soon_s of SOON_S) {
    const places = sortedPlaces(days, slots, soon_s);
    const planFor = (kappa: number, beta: number) => {
      const wanted = load.map((m, slot) => Math.max(atLeast[slot]!, kappa * m + beta * Math.sqrt(m)));
      return designed(wanted.map(Math.round), problem, places, offset);
    };
    for (const kappa of KAPPAS) {
      const least: PlannedShift[] | null = best;
      const isLess = (shifts: PlannedShift[]) => least === null || hoursOf(shifts) < hoursOf(least);
      best =
        leastBeta(
          (beta) => planFor(kappa, beta),
          isLess,
          (shifts) => keeps(problem, shifts),
        ) ?? least;
    }
    best ??= planFor(KAPPAS[0]!, MOST_BETA);
  }
  return best!;
}

/** The plan of the least beta that keeps the service, where it is one of less hours than the best so far; else null. */
function leastBeta(
  planFor: (beta: number) => PlannedShift[],
  isLess: (shifts: PlannedShift[]) => boolean,
  keepsService: (shifts: PlannedShift[]) => boolean,
): PlannedShift[] | null {
  let low = -1;
  let high = MOST_BETA;
  let plan: PlannedShift[] | null = null;
  while (high - low > 1 / 32) {
    const beta = (low + high) / 2;
    const shifts = planFor(beta);
    const less = isLess(shifts);
    if (less && !keepsService(shifts)) low = beta;
    else {
      high = beta;
      if (less) plan = shifts;
    }
  }
  return plan;
}

function keeps(problem: TargetProblem, shifts: PlannedShift[]): boolean {
  const { scenarios, judge, target } = problem;
  let left = scenarios * target;
  for (let day = 0; day < scenarios && left >= 0; day++) left -= judge(shifts, day).service;
  // Once the mean is beyond it, it is whatever the other days are: no order comes sooner than with a rider at hand.
  return left >= 0;
}

export function hoursOf(shifts: PlannedShift[]): number {
  return shifts.reduce((sum, { length }) => sum + (length * SLOT_S) / 3600, 0);
}

/** Shifts that cover the riders wanted, from the shift design; those of one start are spread evenly over the places. */
export function designed(
  wanted: Float64Array,
  { slots, lengths }: TargetProblem,
  places: number[][],
  offset: number,
): PlannedShift[] {
  const calendar = {
    days: 1,
    day: new Int32Array(slots),
    local_s: Int32Array.from({ length: slots }, (_, slot) => slot * SLOT_S),
  };
  const first_s = lengths.findIndex((list) => list.length > 0) * SLOT_S;
  const start = { from_s: first_s, to_s: (slots - 1) * SLOT_S, step_s: SLOT_S };
  const design = designShifts(
    {
      zones: 1,
      slots,
      slot_s: SLOT_S,
      calendar,
      cyclic: false,
      demand: wanted,
      rules: LENGTHS.map((length) => ({ start, length: { from_s: length * SLOT_S, to_s: length * SLOT_S } })),
      weights: { under: 100, over: 1, shift: 0 },
      shiftsCountedBy: 'all',
    },
    { seed: 1, iterations: 2000, boundSteps: 0 },
  );
  const shapes = design.duties.flatMap(({ fromSlot, toSlot, count }) =>
    Array.from({ length: count }, () => ({ start: fromSlot, length: toSlot - fromSlot })),
  );
  const starting = new Int32Array(slots);
  for (const { start } of shapes) starting[start]!++;
  const met = new Int32Array(slots);
  return shapes.map(({ start, length }) => {
    const there = places[start]!;
    const part = (met[start]!++ + offset) / starting[start]!;
    return { start, length, place: there[Math.floor(part * there.length)]! };
  });
}

/** A shift starts at a restaurant; `place` is its index. */
export function riderOf({ start, length, place }: PlannedShift, day: MdrpDay): SimulatedRider {
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

/** By start slot: the restaurant of each order that is ready within so long, on any planning day. */
function placesOf(days: MdrpDay[], slots: number, soon_s: number): number[][] {
  const all = days.flatMap(({ orders }) => orders);
  return Array.from({ length: slots }, (_, slot) => {
    const from_s = slot * SLOT_S;
    const soon = all.filter(({ ready_s }) => ready_s >= from_s && ready_s < from_s + soon_s);
    return (soon.length > 0 ? soon : all).map(({ restaurant }) => restaurant);
  });
}

/** The same along a curve through the city: equal parts of a list are equal parts of the work, each of one region. */
export function sortedPlaces(days: MdrpDay[], slots: number, soon_s: number): number[][] {
  const at = alongCurve(days[0]!.restaurants);
  return placesOf(days, slots, soon_s).map((list) => list.sort((a, b) => at[a]! - at[b]!));
}

/** Requirement of the whole city as one zone, from the mean of the planning days. */
export function requirementFor(days: MdrpDay[], slots: number): Requirement {
  const [day] = days;
  const orders = new Float64Array(slots);
  const { rules } = day!;
  for (const { placed_s } of days.flatMap((each) => each.orders)) {
    orders[Math.min(slots - 1, Math.max(0, Math.floor(placed_s / SLOT_S)))]! += 1 / days.length;
  }
  return requirementOf({
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

/**
 * Cost: hours in percent of the present ones. Service: minutes of mean delay, and on a day that is known of p90 where that is beyond
 * the kept; on days drawn the p90 of a day, a difference of quantiles of whole minutes, tells little of that of another.
 */
function judgeOf({ days, present, delay_s }: PlanningInput, slots: number): TargetProblem['judge'] {
  const presentHours = present.reduce((sum, { on_s, off_s }) => sum + (off_s - on_s) / 3600, 0);
  const bests = days.map(atBestOf);
  return (shifts, scenario) => {
    const day = days[scenario]!;
    const riders = shifts.map((shift) => riderOf(shift, day));
    const { figures, trace } = simulateDay({ ...day, riders }, day.rules, createRandom(1));
    const delivered = new Int32Array(shifts.length);
    const lack = new Float64Array(slots);
    const best = bests[scenario]!;
    trace.rider.forEach((rider, order) => {
      const { ready_s } = day.orders[order]!;
      const slot = Math.min(slots - 1, Math.max(0, Math.floor(ready_s / SLOT_S)));
      if (rider >= 0) delivered[rider]!++;
      lack[slot]! += rider >= 0 ? Math.max(0, trace.pickup_s[order]! - ready_s - 60) : 7200;
    });
    const { mean, p90 } = figures.click_to_door_s;
    const late_s = days.length === 1 ? Math.max(0, p90 - best.p90 - delay_s.p90) : 0;
    return {
      cost: (100 * figures.rider_hours) / presentHours,
      service: (mean - best.mean + late_s) / 60 + figures.undelivered / 10,
      use: Float64Array.from(delivered, (orders, i) => orders / shifts[i]!.length),
      lack,
    };
  };
}
