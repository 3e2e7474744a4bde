import { handlingOf, meanOf, type Traffic } from './handling.ts';
import { bookFor } from './no-shows.ts';
import { offeredLoad, runningLoad } from './offered-load.ts';
import { quietSlots } from './quiet.ts';
import { ridersFor, type Service, shareWithin, slacksOf, waitChance } from './service.ts';
import { squareRootStaff } from './square-root.ts';
import type { Handling, HandlingTime, Requirement, RequirementInput } from './types.ts';
import { splitByVehicle } from './vehicles.ts';

/** Approach and bundling depend on how many riders there are, which depends on them. */
const ROUNDS = 6;
/** Where next to no orders are placed, less work than this is what is left of the last ones: who took them brings them, and nobody else is asked for. */
const LEAST_LOAD = 0.05;
/** Riders on top of the load, in roots of it, where there is no time to find how many keep the target: a fifth of the orders waits. */
const ROUGH_BETA = 1;

/**
 * Riders needed per zone and slot: handling time from geometry and preparation, modified offered load, and the fewest
 * riders that bring the wanted share of orders within the target (heavy-traffic waiting of Halfin and Whitt with
 * over-dispersed arrivals), plus who must be booked on top because some stay away.
 *
 * Pure arithmetic; the same input gives the same output.
 * @param isOver true: zones not begun get Little's load and a square root on top, those begun what their last round found
 * @throws RangeError where a zone has no work described, no vehicle has a share, or a rate is out of range
 */
export function requirementOf(input: RequirementInput, isOver: () => boolean = () => false): Requirement {
  const { zones, slots, vehicles } = input;
  if (input.work.length !== zones) throw new RangeError('Every zone needs its work described');
  const total = vehicles.reduce((sum, { share }) => sum + share, 0);
  if (!(total > 0)) throw new RangeError('At least one vehicle type needs a share above 0');
  const table = () => new Float64Array(zones * slots);
  const result: Requirement = {
    load: table(),
    riders: new Int32Array(zones * slots),
    booked: new Int32Array(zones * slots),
    byVehicle: vehicles.map(() => new Int32Array(zones * slots)),
    handling_s: table(),
    bundling: table(),
    waitProbability: table(),
    withinShare: table(),
    bestShare: new Float64Array(zones),
  };
  for (let zone = 0; zone < zones; zone++) fillZone(input, zone, total, result, isOver);
  return result;
}

/** Per slot of one zone. */
interface ZoneState {
  orders: Float64Array;
  load: Float64Array;
  riders: Int32Array;
  handling_s: Float64Array;
  bundling: Float64Array;
  /** Mean of the components over the vehicles, of the busiest slot: what the delay before the work depends on. */
  typical: Mix;
}

/** The vehicles of a zone taken together. */
interface Mix {
  order_s: number;
  bundle: number;
  approach_s: number;
  ride_s: number;
  between_s: number;
}

function fillZone(
  input: RequirementInput,
  zone: number,
  total: number,
  result: Requirement,
  isOver: () => boolean,
): void {
  const { slots } = input;
  const from = zone * slots;
  const orders = input.orders.subarray(from, from + slots);
  const state = settleZone(input, zone, total, orders, isOver);
  const service = serviceOf(input, zone, state.typical);
  result.bestShare[zone] = shareWithin(Number.POSITIVE_INFINITY, 0, service);
  for (let slot = 0; slot < slots; slot++) {
    const at = from + slot;
    const riders = state.riders[slot]!;
    const load = state.load[slot]!;
    const here = { ...service, z: input.dispersion[at]!, handling_s: state.handling_s[slot]! };
    result.load[at] = load;
    result.riders[at] = riders;
    result.booked[at] = bookFor(riders, input.noShow.rate, input.noShow.confidence);
    result.handling_s[at] = state.handling_s[slot]!;
    result.bundling[at] = state.bundling[slot]!;
    result.waitProbability[at] = riders > 0 ? waitChance(riders, load, here) : 0;
    result.withinShare[at] = riders > 0 ? shareWithin(riders, load, here) : result.bestShare[zone]!;
    const split = splitByVehicle(result.booked[at]!, input.work[zone]!, input.vehicles);
    for (let v = 0; v < split.length; v++) result.byVehicle[v]![at] = split[v]!;
  }
}

function settleZone(
  input: RequirementInput,
  zone: number,
  total: number,
  orders: Float64Array,
  isOver: () => boolean,
): ZoneState {
  const { slots, slot_s } = input;
  const state: ZoneState = {
    orders,
    load: new Float64Array(slots),
    riders: new Int32Array(slots),
    handling_s: new Float64Array(slots),
    bundling: new Float64Array(slots).fill(1),
    typical: mixOf(input, zone, total, { orders_per_s: 0, occupancy: 0, free: 1 }),
  };
  const busiest = orders.indexOf(orders.reduce((most, count) => Math.max(most, count), 0));
  for (let round = 0; round < ROUNDS; round++) {
    if (isOver()) {
      if (round === 0) guessZone(input, zone, state);
      break;
    }
    for (let slot = 0; slot < slots; slot++) {
      const riders = state.riders[slot]!;
      const load = state.load[slot]!;
      const traffic = {
        orders_per_s: orders[slot]! / slot_s,
        occupancy: riders > 0 ? Math.min(1, load / riders) : 0,
        free: Math.max(0, riders - load),
      };
      const mix = mixOf(input, zone, total, traffic);
      state.handling_s[slot] = mix.order_s;
      state.bundling[slot] = mix.bundle;
      if (slot === busiest) state.typical = mix;
    }
    loadZone(input, zone, state);
  }
  return state;
}

/** Handling as on a calm day, load as if every slot went on for ever. */
function guessZone(
  { slots, slot_s, dispersion, maxOccupancy }: RequirementInput,
  zone: number,
  state: ZoneState,
): void {
  const { order_s } = state.typical;
  state.handling_s.fill(order_s);
  state.load.set(state.orders.map((count) => (count * order_s) / slot_s));
  const over = overSlots(state.orders, state.load);
  for (let slot = 0; slot < slots; slot++) {
    if (over[slot] === 1) continue;
    const load = state.load[slot]!;
    const safe = squareRootStaff(load, ROUGH_BETA, dispersion[zone * slots + slot]!);
    state.riders[slot] = Math.max(safe, Math.ceil(load / maxOccupancy - 1e-9));
  }
}

/** Load and riders for the handling times found so far. */
function loadZone(input: RequirementInput, zone: number, state: ZoneState): void {
  const { slots, slot_s } = input;
  const { orders, handling_s, typical } = state;
  const service = serviceOf(input, zone, typical);
  const best = shareWithin(Number.POSITIVE_INFINITY, 0, service);
  // Slots differ a little in handling time: work is counted in orders of the typical one.
  const work = orders.map((count, slot) => (count * handling_s[slot]!) / typical.order_s);
  const loadOf = input.runsOn?.[zone] ? runningLoad : offeredLoad;
  const load = loadOf(work, slot_s, handlingTime(input, zone, typical.order_s), delayOf(input, zone, typical));
  state.load.set(load.mean);
  const over = overSlots(orders, load.mean);
  for (let slot = 0; slot < slots; slot++) {
    const z = input.dispersion[zone * slots + slot]!;
    const here = { ...service, z, handling_s: handling_s[slot]! };
    state.riders[slot] =
      over[slot] === 1 ? 0 : ridersFor(load.mean[slot]!, input.target.share, best, input.maxOccupancy, here);
  }
}

/** 1 where hardly any work is left and next to no orders come: nobody is asked for. */
function overSlots(orders: Float64Array, load: Float64Array): Uint8Array {
  return quietSlots(orders, (slot) => load[slot]! < LEAST_LOAD);
}

/** The distribution of handling times: as measured, or lognormal around the mean. */
function handlingTime({ work, handling_cv }: RequirementInput, zone: number, mean_s: number): HandlingTime {
  const { measured_s } = work[zone]!;
  if (measured_s) return { kind: 'measured', values_s: measured_s };
  return handling_cv > 0 ? { kind: 'lognormal', mean_s, cv: handling_cv } : { kind: 'fixed', mean_s };
}

/** From the click until a rider sets off: the preparation, less the approach that goes on meanwhile. */
function delayOf({ work, lookahead_s }: RequirementInput, zone: number, { approach_s }: Mix): HandlingTime | null {
  const { preparation_mean_s, preparation_sd_s } = work[zone]!;
  const mean_s = preparation_mean_s - Math.min(approach_s, lookahead_s);
  if (mean_s <= 0) return null;
  return preparation_sd_s > 0
    ? { kind: 'lognormal', mean_s, cv: preparation_sd_s / mean_s }
    : { kind: 'fixed', mean_s };
}

function serviceOf(input: RequirementInput, zone: number, mix: Mix): Service {
  const { preparation_mean_s, preparation_sd_s, ride_mean_m, ride_sd_m, measured_s } = input.work[zone]!;
  const served = input.vehicles.reduce(
    (sum, { share, pickup_s, dropoff_s }) => sum + (share * (pickup_s + dropoff_s)) / 2,
    0,
  );
  const total = input.vehicles.reduce((sum, { share }) => sum + share, 0);
  const rideSpread_s = ride_mean_m > 0 ? (mix.ride_s * ride_sd_m) / ride_mean_m : 0;
  // The order comes off the stove while the rider approaches; half of a bundle's further doors come before one's own.
  const mean_s = Math.max(preparation_mean_s, mix.approach_s) + served / total + mix.ride_s + mix.between_s / 2;
  return {
    slacks_s: slacksOf(mean_s, Math.hypot(preparation_sd_s, rideSpread_s), input.target.within_s),
    z: 1,
    cv: measured_s ? spreadOf(measured_s) : input.handling_cv,
    handling_s: mix.order_s,
  };
}

function spreadOf(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) / mean;
}

/** Riders of all vehicles together: rates add up, so handling times by their harmonic mean. */
function mixOf(input: RequirementInput, zone: number, total: number, traffic: Traffic): Mix {
  const { work, vehicles, bundling } = input;
  let rate = 0;
  const mix = { order_s: 0, bundle: 0, approach_s: 0, ride_s: 0, between_s: 0 };
  for (const vehicle of vehicles) {
    if (vehicle.share <= 0) continue;
    const share = vehicle.share / total;
    const handling: Handling = handlingOf(work[zone]!, vehicle, bundling.max, bundling.window_s, traffic);
    rate += share / handling.order_s;
    mix.bundle += share * handling.bundle;
    mix.approach_s += share * handling.approach_s;
    mix.ride_s += share * handling.ride_s;
    mix.between_s += share * handling.between_s;
  }
  mix.order_s = 1 / rate;
  return mix;
}
