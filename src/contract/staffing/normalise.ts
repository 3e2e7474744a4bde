import { merged } from '../../kit/spans.ts';
import { dateOf, dayNumber } from '../../kit/wall-time.ts';
import { WallClock, weekdayOf } from './clock.ts';
import { type DemandReading, toDemand, toOrder } from './normalise-demand.ts';
import { hours, type RiderReading, toRider, toShift } from './normalise-riders.ts';
import { toScenario } from './normalise-scenarios.ts';
import { toService } from './normalise-service.ts';
import { ofCalendar, ofPublished, ofSimulated } from './normalise-warnings.ts';
import { toMoves, toZone, ZoneFinder } from './normalise-zones.ts';
import type {
  Costs,
  GivenShift,
  Handling,
  Horizon,
  Intraday,
  Mode,
  Rules,
  Span,
  StaffingRequest,
  StaffingVehicle,
  StaffingWarning,
} from './request.ts';
import type { StaffingParsed } from './schema.ts';
import { dailySpans } from './spans.ts';

const SPEED_KMH: Record<Mode, number> = { foot: 5, bike: 15, scooter: 25 };
const WEEK_S = 7 * 86_400;
/** Longer than any horizon: always open. */
const ALWAYS: Span = { from_s: -1e9, to_s: 1e9 };

/** Turns a request that passed the schema and the rules into the form the rest of the code reads. */
export function normaliseStaffing(input: StaffingParsed): StaffingRequest {
  const { horizon, clock } = toHorizon(input.horizon);
  const warnings: StaffingWarning[] = [];
  const zones = (input.zones ?? []).map(toZone);
  const design = input.design_zones ?? null;
  const zoneIndex = new Map(zones.map(({ id }, i) => [id, i]));
  const finder = new ZoneFinder(zones);
  // Demand of zones to be designed is counted once they are.
  const drawn = design ? new Map<string, number>() : zoneIndex;
  const reading: DemandReading = { horizon, clock, zoneIndex: drawn, finder, warnings };
  const pastOrders = (input.history_orders ?? []).map((order) => toOrder(order, reading));
  const vehicles = toVehicles(input);
  const vehicleIndex = new Map(vehicles.map(({ id }, i) => [id, i]));
  const people: RiderReading = { input, horizon, clock, zoneIndex, vehicleIndex, finder };
  const riders = (input.riders ?? []).map((rider) => toRider(rider, people));
  const riderIndex = new Map(riders.map(({ id }, i) => [id, i]));
  const toShifts = (shifts: StaffingParsed['booked']): GivenShift[] =>
    (shifts ?? []).flatMap((shift) => toShift(shift, riderIndex, people) ?? []);
  const { detour } = input.handling;
  const published = input.published === undefined ? null : toShifts(input.published);
  const simulated = input.simulate.orders?.map((order) => toOrder(order, reading)) ?? null;
  warnings.push(...ofPublished(published ?? [], input, horizon), ...ofSimulated(simulated ?? [], input, horizon));
  warnings.push(...ofCalendar(input));
  return {
    id: input.id ?? null,
    horizon,
    zones,
    design: design && {
      count: design.count ?? null,
      maxWork_h: design.max_work_h ?? null,
      nearPresent: design.near_present,
      isDone: false,
    },
    demand: toDemand(input, pastOrders, reading),
    pastOrders,
    events: (input.events ?? []).map(({ name, zones: named, factor, ...span }) => ({
      name,
      span: spanOf(span, clock),
      zones: named?.map((id) => zoneIndex.get(id)!) ?? null,
      factor: factor ?? null,
    })),
    holidays: (input.holidays ?? []).map(({ date, lesser }) => ({ date, isLesser: lesser })),
    weather: (input.weather ?? [])
      .map(({ level, ...span }) => ({ span: spanOf(span, clock), level }))
      // Empty in the hour that the clock leaves out.
      .filter(({ span }) => span.to_s > span.from_s),
    vehicles,
    handling: toHandling(input, zoneIndex),
    service: toService(input.service),
    noShow: input.no_show,
    rules: toRules(input, horizon, clock, zoneIndex, vehicleIndex),
    riders,
    booked: toShifts(input.booked),
    published,
    costs: toCosts(input),
    bonus: {
      max_per_h: input.bonus.max_per_h,
      step_per_h: input.bonus.step_per_h,
      baseChance: input.bonus.base_chance,
      chancePerUnit: input.bonus.chance_per_unit,
    },
    fairness: {
      extraCost: input.fairness.max_extra_cost,
      giniHours: input.fairness.gini_hours,
      giniPeak: input.fairness.gini_peak,
    },
    moves: toMoves(input.moves, detour, design ? [] : zones, (each) =>
      dailySpans(each, clock, horizon.dates[0]!, horizon.days),
    ),
    intraday: toIntraday(input, people, riderIndex),
    simulate: {
      days: input.simulate.days,
      orders: simulated,
    },
    scenarios: (input.scenarios ?? []).map((scenario) => toScenario(scenario, { ...reading, zoneIndex })),
    options: {
      seed: input.options.seed,
      iterations: input.options.iterations ?? null,
      time_s: input.options.time_s ?? null,
      threads: input.options.threads ?? null,
    },
    warnings,
  };
}

function toHorizon({ time_zone, starts_on, days, slot_min }: StaffingParsed['horizon']): {
  horizon: Horizon;
  clock: WallClock;
} {
  const clock = new WallClock(time_zone, starts_on);
  const first = dayNumber(starts_on);
  const numbers = Array.from({ length: days + 1 }, (_, d) => first + d);
  const dayStarts_s = numbers.map((day) => clock.at(day, 0));
  const monday = first - weekdayOf(first);
  const slot_s = slot_min === 15 ? 900 : 1800;
  const horizon: Horizon = {
    timeZone: time_zone,
    origin_s: clock.origin_s,
    days,
    slot_s,
    slots: dayStarts_s.at(-1)! / slot_s,
    dayStarts_s,
    dates: numbers.slice(0, -1).map(dateOf),
    offsets: clock.offsets(-WEEK_S, dayStarts_s.at(-1)! + WEEK_S),
    weekOfDay: numbers.slice(0, -1).map((day) => Math.floor((day - monday) / 7)),
  };
  return { horizon, clock };
}

function spanOf({ from, to }: { from: string; to: string }, clock: WallClock): Span {
  return { from_s: clock.parse(from), to_s: clock.parse(to) };
}

function toVehicles({ vehicles = [], handling, riders = [] }: StaffingParsed): StaffingVehicle[] {
  const given = vehicles.length > 0 ? vehicles : [{ id: 'bike', mode: 'bike' as const, share: 1 }];
  const isByNamed = riders.length > 0 && given.every(({ share }) => share === undefined);
  const named = Map.groupBy(riders, ({ vehicle = given[0]!.id }) => vehicle);
  const shares = given.map(({ id, share = 1 }) => (isByNamed ? (named.get(id)?.length ?? 0) : share));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return given.map((vehicle, v) => ({
    id: vehicle.id,
    mode: vehicle.mode,
    speed_kmh: ('speed_kmh' in vehicle ? vehicle.speed_kmh : undefined) ?? SPEED_KMH[vehicle.mode],
    reach_m:
      'reach_km' in vehicle && vehicle.reach_km !== undefined ? vehicle.reach_km * 1000 : Number.POSITIVE_INFINITY,
    capacity: ('capacity' in vehicle ? vehicle.capacity : undefined) ?? handling.bundle_max,
    share: shares[v]! / total,
  }));
}

function toHandling({ handling }: StaffingParsed, zoneIndex: Map<string, number>): Handling {
  const given_s = new Float64Array(zoneIndex.size).fill(
    handling.minutes === undefined ? Number.NaN : handling.minutes * 60,
  );
  for (const { zone, minutes } of handling.by_zone ?? []) given_s[zoneIndex.get(zone)!] = minutes * 60;
  return {
    given_s,
    givenElsewhere_s: handling.minutes === undefined ? Number.NaN : handling.minutes * 60,
    tours_s: Float64Array.from(handling.tours_min ?? [], (value) => value * 60),
    cv: handling.cv,
    preparation_s: handling.preparation_min * 60,
    preparationSd_s: handling.preparation_sd_min * 60,
    pickup_s: handling.pickup_min * 60,
    dropoff_s: handling.dropoff_min * 60,
    detour: handling.detour,
    ride_m: handling.ride_km === undefined ? null : handling.ride_km * 1000,
    bundleMax: handling.bundle_max,
    bundleWindow_s: handling.bundle_window_min * 60,
  };
}

function toRules(
  { rules }: StaffingParsed,
  horizon: Horizon,
  clock: WallClock,
  zoneIndex: Map<string, number>,
  vehicleIndex: Map<string, number>,
): Rules {
  const { slot_s, days, dates } = horizon;
  const { opening } = rules;
  const daily = (each: Parameters<typeof dailySpans>[0]) => dailySpans(each, clock, dates[0]!, days);
  const zones = zoneIndex.size === 0 ? [''] : [...zoneIndex.keys()];
  const openingOf = (id: string) =>
    opening === undefined
      ? [ALWAYS]
      : merged(opening.filter((each) => each.zones?.includes(id) ?? true).flatMap((each) => daily(each)));
  const { meal } = rules;
  return {
    minShift_s: hours(rules.shift_min_h),
    maxShift_s: hours(rules.shift_max_h),
    lengthGrid_s: Math.round((rules.shift_step_min ?? slot_s / 60) * 60),
    startGrid_s: Math.round((rules.start_step_min ?? slot_s / 60) * 60),
    opening: zones.map(openingOf),
    maxPerDay: rules.shifts_per_day,
    minGap_s: Math.round(rules.split_gap_min * 60),
    meal: meal && {
      longerThan_s: hours(meal.longer_than_h),
      length_s: Math.round(meal.minutes * 60),
      earliestAfterStart_s: hours(meal.earliest_h),
      latestBeforeEnd_s: hours(meal.latest_before_end_h),
      paid: meal.paid,
      maxShare: meal.max_share,
    },
    vehicles: (rules.vehicles ?? []).map(({ vehicle, zones: named, riders, share, ...each }) => ({
      vehicle: vehicleIndex.get(vehicle)!,
      zones: named?.map((id) => zoneIndex.get(id)!) ?? null,
      spans: daily(each),
      riders,
      share,
    })),
    peak: rules.peaks === undefined ? null : slotsWithin(rules.peaks.flatMap(daily), horizon),
  };
}

/** 1 for slots that begin within one of the spans. */
function slotsWithin(spans: Span[], { slots, slot_s }: Horizon): Uint8Array {
  return Uint8Array.from({ length: slots }, (_, slot) =>
    spans.some(({ from_s, to_s }) => slot * slot_s >= from_s && slot * slot_s < to_s) ? 1 : 0,
  );
}

function toCosts({ costs }: StaffingParsed): Costs {
  return {
    shortage_per_h: costs.shortage_per_h,
    surplus_per_h: costs.surplus_per_h,
    wage_per_h: costs.wage_per_h,
    change: costs.change,
    minHours_per_h: costs.min_hours_per_h,
    away_per_h: costs.away_per_h,
    move: costs.move,
    travel_per_h: costs.travel_per_h,
  };
}

function toIntraday(
  { intraday }: StaffingParsed,
  { horizon: { slots }, clock, zoneIndex }: RiderReading,
  riderIndex: Map<string, number>,
): Intraday | null {
  if (intraday === undefined) return null;
  const actual = new Float64Array(zoneIndex.size * slots).fill(Number.NaN);
  for (const { zone, orders } of intraday.actual) {
    orders.forEach((value, slot) => {
      if (value !== null) actual[zoneIndex.get(zone)! * slots + slot] = value;
    });
  }
  return {
    now_s: clock.parse(intraday.now),
    actual,
    onDuty: intraday.on_duty.map(({ rider, zone, meal, ...span }) => ({
      rider: riderIndex.get(rider)!,
      zone: zoneIndex.get(zone)!,
      span: spanOf(span, clock),
      meal: meal ? spanOf(meal, clock) : null,
    })),
    notice_s: Math.round(intraday.notice_min * 60),
  };
}
