import type { PlanPool, SimulatedService, StaffingPlan } from '../contract/staffing/plan.ts';
import type { Span, StaffingOrder, StaffingRequest } from '../contract/staffing/request.ts';
import { Ground } from './ground.ts';
import { type DayNumbers, type Estimate, simulateMany } from './many.ts';
import { RULES } from './rules.ts';
import type { Day, Rules, SimulatedBreak, SimulatedDemand, SimulatedOrder, SimulatedRider } from './types.ts';

/** What of a plan is played. */
export type PlayedPlan = Pick<StaffingPlan, 'zones' | 'shifts' | 'open' | 'moves' | 'pools' | 'intraday'>;

/** Spreads seeds of requests that follow each other. */
const SPREAD = 0x9e3779b1;
/** Days on trial are far from these, and leave room for a seed per zone. */
const TRIALS = 1 << 20;
const DAY_STEP = 1 << 12;

/**
 * What the independent simulation makes of a plan: its shifts and moves against the orders of the request, as many days as
 * `simulate.days` says, each with a seed of its own. Of a day under way only what is still to come is
 * simulated, with those who are called and without those who are sent home.
 * @param who `named`: open shifts are left empty; `filled`: all of them are taken, too.
 * @param stop asked between days.
 * @returns null where nothing is to be simulated, or the plan has nobody of the kind.
 */
export function serviceOf(
  request: StaffingRequest,
  plan: PlayedPlan,
  who: 'named' | 'filled',
  stop?: () => boolean,
): SimulatedService | null {
  const { simulate, options } = request;
  if (simulate.days === 0 || request.zones.length === 0) return null;
  if (who === 'named' ? request.riders.length === 0 : plan.open.length === 0) return null;
  const ground = new Ground(request, mixOf(request, plan));
  const named = ridersOf(request, plan, ground);
  const riders = who === 'named' ? named : [...named, ...takersOf(request, offersOf(request, plan), ground)];
  const day: Day = { restaurants: ground.restaurants, riders };
  if (simulate.orders) {
    // As with demand, what was ordered before now is over.
    const now_s = request.intraday?.now_s ?? 0;
    const toCome = simulate.orders.filter(({ time_s }) => time_s >= now_s);
    day.orders = givenOrders(toCome, request, ground);
  } else day.demand = demandOf(request, plan, ground);
  const seeds = Array.from({ length: simulate.days }, (_, i) => (Math.imul(options.seed, SPREAD) + i) >>> 0);
  const { estimates, days } = simulateMany(day, rulesOf(request, plan), seeds, stop);
  return toService(estimates, days.length);
}

/** Shares of vehicle types among all who are to be booked: named riders may have others than those without names. */
function mixOf({ vehicles, riders }: StaffingRequest, { zones }: PlayedPlan): number[] {
  const heads = vehicles.map(() => 0);
  for (const { vehicles: split } of zones)
    split.forEach(({ to_book }, v) => {
      heads[v]! += to_book.reduce((sum, each) => sum + each, 0);
    });
  const all = heads.reduce((sum, each) => sum + each, 0);
  return vehicles.map(({ share }, v) => (riders.length > 0 && all > 0 ? heads[v]! / all : share));
}

function toService(estimates: Record<keyof DayNumbers, Estimate>, days: number): SimulatedService {
  const of = (name: keyof DayNumbers, unit = 1) => {
    const { mean, sd, half95 } = estimates[name];
    const shown = (value: number) => Math.round((value / unit) * 1e4) / 1e4;
    return { mean: shown(mean), sd: shown(sd), half_width: Number.isFinite(half95) ? shown(half95) : null };
  };
  return {
    days,
    orders: of('orders'),
    rider_hours: of('rider_hours'),
    click_to_door_mean_min: of('click_to_door_mean_s', 60),
    click_to_door_p50_min: of('click_to_door_p50_s', 60),
    click_to_door_p90_min: of('click_to_door_p90_s', 60),
    late_share: of('late_share'),
    undelivered: of('undelivered'),
    utilisation: of('utilisation_mean'),
    orders_per_hour: of('orders_per_hour_mean'),
    cost_per_order: of('cost_per_order'),
    pay_per_rider: of('pay_mean'),
  };
}

/** Seeds of days on which shifts are tried: others than those of the check, which count up from the same seed. */
export function trialSeed({ options, simulate }: StaffingRequest, day: number): number {
  return (Math.imul(options.seed, SPREAD) + TRIALS + simulate.days + day * DAY_STEP) >>> 0;
}

/** Riders serve their own zone, and those of its pool where the plan is made with one. Breaks are paid as the request says. */
export function rulesOf(
  { zones, handling, service, horizon, rules }: StaffingRequest,
  plan: { pools: Pick<PlanPool, 'zones' | 'shared' | 'times'>[] },
): Rules {
  const index = new Map(zones.map(({ id }, z) => [id, z]));
  const seconds = (time: string) => Date.parse(time) / 1000 - horizon.origin_s;
  const shared = plan.pools.flatMap((pool) =>
    pool.shared
      ? pool.times.map(({ from, to }) => ({
          zones: pool.zones.flatMap((id) => index.get(id) ?? []),
          from_s: seconds(from),
          to_s: seconds(to),
        }))
      : [],
  );
  return {
    ...RULES,
    pickup_s: handling.pickup_s,
    dropoff_s: handling.dropoff_s,
    bundle_max: handling.bundleMax,
    bundle_window_s: handling.bundleWindow_s,
    pooling: 'own',
    shared,
    target_s: service.target_s,
    patience_s: service.patience_s,
    breaks_paid: rules.meal?.paid ?? true,
  };
}

/** One simulated rider per shift; shifts of one rider on one day go together in turning up and in pay. */
function ridersOf(request: StaffingRequest, plan: PlayedPlan, ground: Ground): SimulatedRider[] {
  const { horizon, riders, zones, vehicles, handling, noShow, intraday } = request;
  const index = new Map(riders.map(({ id }, r) => [id, r]));
  const zoneIndex = new Map(zones.map(({ id }, z) => [id, z]));
  const seconds = (time: string) => Date.parse(time) / 1000 - horizon.origin_s;
  const now_s = intraday?.now_s ?? Number.NEGATIVE_INFINITY;
  const sentHome = Map.groupBy(plan.intraday?.releases ?? [], ({ rider }) => rider);
  const moves = Map.groupBy([...plan.moves, ...(plan.intraday?.moves ?? [])], ({ rider }) => rider);
  const shiftedBreaks = Map.groupBy(plan.intraday?.breaks ?? [], ({ rider }) => rider);
  const called = (plan.intraday?.calls ?? []).map((call) => ({ ...call, meal: null }));
  return [...plan.shifts, ...called].flatMap((shift, s): SimulatedRider[] => {
    const r = index.get(shift.rider)!;
    const zone = zoneIndex.get(shift.zone)!;
    const { vehicle: v, reliability, cost_per_h, pay_per_order } = riders[r]!;
    const vehicle = vehicles[v]!;
    const on_s = Math.max(now_s, seconds(shift.from));
    // Who is sent home from one shift comes for the next.
    const isWithin = (at_s: number) => at_s >= seconds(shift.from) && at_s < seconds(shift.to);
    const release = sentHome.get(shift.rider)?.find(({ from }) => isWithin(seconds(from)));
    const off_s = seconds(release?.from ?? shift.to);
    if (off_s <= on_s) return [];
    const day = horizon.dayStarts_s.findLastIndex((start) => start <= on_s);
    const shifted = shiftedBreaks.get(shift.rider)?.find(({ was }) => was === shift.meal?.from);
    const isSkipped = release?.skips_break && shift.meal !== null && seconds(shift.meal.from) >= on_s;
    const meal = isSkipped ? null : (shifted ?? shift.meal);
    const within = moves.get(shift.rider)?.filter(({ leaves }) => seconds(leaves) >= on_s && seconds(leaves) < off_s);
    return [
      {
        ...ground.startOf(zone, s),
        zone,
        on_s,
        off_s,
        speed_mps: vehicle.speed_kmh / 3.6 / handling.detour,
        reach_m: vehicle.reach_m / handling.detour,
        capacity: vehicle.capacity,
        // Who is at work now has turned up.
        reliability: intraday && seconds(shift.from) <= now_s ? 1 : (reliability ?? 1 - noShow.rate),
        breaks: meal ? restOf({ from_s: seconds(meal.from), to_s: seconds(meal.to) }, now_s) : [],
        moves: (within ?? []).map(({ to, leaves, arrives }) =>
          ground.moveTo(zoneIndex.get(to)!, seconds(leaves), seconds(arrives)),
        ),
        guarantee_per_h: cost_per_h,
        pay_per_order,
        person: r * (horizon.days + 2) + day + 1,
      },
    ];
  });
}

/** What of a break is still to come: none of one that is over, and of one that runs the rest. */
function restOf({ from_s, to_s }: Span, now_s: number): SimulatedBreak[] {
  const start_s = Math.max(now_s, from_s);
  return to_s > start_s ? [{ start_s, duration_s: to_s - start_s }] : [];
}

/** Shifts to be taken by somebody, times in seconds after the horizon's start. */
export interface Offered {
  zone: number;
  span: Span;
  meal: Span | null;
  riders: number;
  /** Type that the taker must have; absent: any. */
  vehicle?: number;
}

function offersOf({ horizon, zones, vehicles }: StaffingRequest, { open }: PlayedPlan): Offered[] {
  const zoneIndex = new Map(zones.map(({ id }, z) => [id, z]));
  const seconds = (time: string) => Date.parse(time) / 1000 - horizon.origin_s;
  const spanOf = ({ from, to }: { from: string; to: string }) => ({ from_s: seconds(from), to_s: seconds(to) });
  return open.map((shift) => ({
    zone: zoneIndex.get(shift.zone)!,
    span: spanOf(shift),
    meal: shift.meal && spanOf(shift.meal),
    riders: shift.riders,
    ...(shift.vehicle === undefined ? {} : { vehicle: vehicles.findIndex(({ id }) => id === shift.vehicle) }),
  }));
}

/** Somebody for each open shift: vehicles by their shares, the wage for pay. */
export function takersOf(request: StaffingRequest, offers: Offered[], ground: Ground): SimulatedRider[] {
  const { vehicles, handling, noShow, costs } = request;
  const shares = vehicles.map(({ share }) => share);
  const taken = vehicles.map(() => 0);
  let count = 0;
  return offers.flatMap(({ zone, span, meal, riders: wanted, vehicle }) =>
    Array.from({ length: wanted }, (): SimulatedRider => {
      count++;
      // The type asked for, or the one that lags most behind its share.
      const lags = shares.reduce(
        (best, share, each) => (share * count - taken[each]! > shares[best]! * count - taken[best]! ? each : best),
        0,
      );
      const v = vehicle ?? lags;
      taken[v]!++;
      const { speed_kmh, reach_m, capacity } = vehicles[v]!;
      return {
        ...ground.startOf(zone, count),
        zone,
        on_s: span.from_s,
        off_s: span.to_s,
        speed_mps: speed_kmh / 3.6 / handling.detour,
        reach_m: reach_m / handling.detour,
        capacity,
        reliability: 1 - noShow.rate,
        breaks: meal ? [{ start_s: meal.from_s, duration_s: meal.to_s - meal.from_s }] : [],
        guarantee_per_h: costs.wage_per_h,
      };
    }),
  );
}

/** Orders are drawn from what the plan expects; of a day under way, from now on. */
function demandOf(request: StaffingRequest, plan: PlayedPlan, ground: Ground): SimulatedDemand {
  const { horizon, zones, intraday, demand } = request;
  const { slots, slot_s } = horizon;
  const nowSlot = Math.floor((intraday?.now_s ?? 0) / slot_s);
  const mean = new Float64Array(zones.length * slots);
  const index = new Map(plan.zones.map(({ id }, i) => [id, i]));
  zones.forEach(({ id }, zone) => {
    const at = index.get(id);
    const updated = plan.intraday?.zones.find((each) => each.zone === id)?.demand;
    mean.set(updated ?? plan.zones[at ?? -1]?.slots.demand ?? ground.given(zone), zone * slots);
    if (!intraday) return;
    const cell = zone * slots + nowSlot;
    mean.fill(0, zone * slots, cell);
    // The updated demand of the slot that runs is what came in it and what is still to come.
    const came = intraday.actual[cell]!;
    if (!updated) mean[cell]! *= nowSlot + 1 - intraday.now_s / slot_s;
    else if (came > 0) mean[cell] = Math.max(0, mean[cell]! - came);
  });
  const dispersion = demand.kind === 'given' ? demand.dispersion : ground.dispersion(plan);
  const drawn = demandOfTables(request, ground, mean, dispersion);
  return intraday ? { ...drawn, from_s: intraday.now_s } : drawn;
}

/** @param mean @param dispersion by `zone * slots + slot` */
export function demandOfTables(
  { horizon, zones, handling }: StaffingRequest,
  ground: Ground,
  mean: Float64Array,
  dispersion: Float64Array,
): SimulatedDemand {
  return {
    zones: zones.length,
    slots: horizon.slots,
    slot_s: horizon.slot_s,
    mean,
    dispersion: dispersion.map((z) => Math.max(1, z)),
    preparation_mean_s: handling.preparation_s,
    preparation_sd_s: handling.preparationSd_s,
    ...ground.rides(),
  };
}

export function givenOrders(orders: StaffingOrder[], request: StaffingRequest, ground: Ground): SimulatedOrder[] {
  const { handling, horizon } = request;
  const end_s = horizon.slots * horizon.slot_s;
  return orders
    .filter(({ time_s, zone }) => zone >= 0 && time_s >= 0 && time_s < end_s)
    .sort((a, b) => a.time_s - b.time_s)
    .map((order, i) => ({
      ...ground.doorOf(order, i),
      restaurant: ground.restaurantOf(order, i),
      placed_s: order.time_s,
      ready_s: order.time_s + (order.preparation_s ?? handling.preparation_s),
    }));
}
