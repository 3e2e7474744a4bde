import { WallClock, weekdayOf } from '../../../src/contract/staffing/clock.ts';
import type { StaffingInput } from '../../../src/contract/staffing/schema.ts';
import { makeCity, toPosition } from '../city.ts';
import { Random } from '../random.ts';
import { expectedOrders, pointIn, poisson, QUARTERS, type Quarter, toZone } from './city.ts';
import { makeRiders } from './riders.ts';

const TIME_ZONE = 'Europe/Paris';
const CITY_RADIUS_M = 4200;

/** A week that ends with the Sunday on which clocks go forward: 668 slots. */
const WEEK = '2027-03-22';
/** An ordinary Friday before it. */
const FRIDAY = '2027-03-19';

const vehicles: StaffingInput['vehicles'] = [
  { id: 'bike', mode: 'bike', share: 7 },
  { id: 'scooter', mode: 'scooter', share: 3 },
];
/** Riders at work at noon. */
const AT_NOON = 34;
/** Orders come until eleven; the last of them are still to be delivered. */
const opening = [{ from: '10:00', to: '24:00' }];
const service = { target_min: 40, share: 0.9 };

/**
 * A week of a city: peaks at lunch and dinner, six zones, and riders who choose their hours, of whom many want to eat at
 * noon themselves.
 */
export function cityWeek(seed: number): StaffingInput {
  const random = new Random(seed, 'staffing-week');
  const city = makeCity(random, CITY_RADIUS_M);
  const slots = slotsOf(WEEK, 7, 15);
  return {
    kind: 'staffing',
    version: 1,
    id: 'city-week',
    description: 'A week of meals in a city: who rides when. Many riders are away from noon to two.',
    horizon: { time_zone: TIME_ZONE, starts_on: WEEK, days: 7, slot_min: 15 },
    zones: QUARTERS.map((quarter) => toZone(city, quarter)),
    demand: QUARTERS.map((quarter) => ({
      zone: quarter.id,
      orders: slots.map(({ weekday, hour }) => round(expectedOrders(quarter, weekday, hour, 0.25))),
      dispersion: 1.3,
    })),
    vehicles,
    service,
    rules: { opening, shift_min_h: 2, shift_max_h: 8, start_step_min: 30, shift_step_min: 30, shifts_per_day: 2 },
    riders: makeRiders(random, 96),
    simulate: { days: 5 },
    options: { seed: 1, iterations: 8000 },
  };
}

/** A Friday, to be forecast from ten weeks of counts, with a holiday, a fair and rain among them; and what if. */
export function cityDay(seed: number): StaffingInput {
  const random = new Random(seed, 'staffing-day');
  const city = makeCity(random, CITY_RADIUS_M);
  const starts_on = '2027-01-08';
  const rain = rainyEvenings(random);
  const counts = history(random, starts_on, 70, 30, rain);
  return {
    kind: 'staffing',
    version: 1,
    id: 'city-friday',
    description: 'A Friday forecast from ten weeks, with rain in the evening; and what if it were otherwise.',
    horizon: { time_zone: TIME_ZONE, starts_on: FRIDAY, days: 1, slot_min: 30 },
    zones: QUARTERS.map((quarter) => toZone(city, quarter)),
    history_counts: QUARTERS.map(({ id }, i) => ({ zone: id, starts_on, counts: counts[i]! })),
    weather: [...rain, { from: `${FRIDAY}T17:00`, to: `${FRIDAY}T23:00`, level: 1 }],
    vehicles,
    service,
    no_show: { rate: 0.04 },
    rules: { opening, shift_min_h: 2, shift_max_h: 8, shifts_per_day: 2 },
    riders: makeRiders(random, 90).map(({ reliability: _, ...rider }) => rider),
    moves: { speed_kmh: 16 },
    simulate: { days: 5 },
    scenarios: [
      { id: 'rain', demand: [{ factor: 1.3 }] },
      { id: 'no-show-10', no_show_rate: 0.1 },
      { id: 'ten-riders-ill', lose_riders: 10 },
      { id: 'hub', hubs: [{ zone: 'old-town', at: toPosition(city, { x_m: 600, y_m: 1300 }) }] },
      { id: 'thirty-minutes', service: { target_min: 30, share: 0.9 } },
    ],
    options: { seed: 1 },
  };
}

/** Friday at 12:10: more orders than expected in the old town, and riders on duty. */
export function cityNoon(seed: number): StaffingInput {
  const random = new Random(seed, 'staffing-noon');
  const city = makeCity(random, CITY_RADIUS_M);
  const slots = slotsOf(FRIDAY, 1, 15);
  const expected = QUARTERS.map((quarter) =>
    slots.map(({ weekday, hour }) => round(expectedOrders(quarter, weekday, hour, 0.25))),
  );
  const riders = makeRiders(random, 80)
    .filter(({ availability }) => availability.some((offer) => 'days' in offer && offer.days?.includes('fri')))
    .map(({ zones: _, reliability: __, ...rider }) => rider);
  const now = 12 * 4;
  return {
    kind: 'staffing',
    version: 1,
    id: 'city-noon',
    description: 'A Friday at noon: the old town has far more orders than expected. What is to be done?',
    horizon: { time_zone: TIME_ZONE, starts_on: FRIDAY, days: 1, slot_min: 15 },
    zones: QUARTERS.map((quarter) => toZone(city, quarter)),
    demand: QUARTERS.map(({ id }, z) => ({ zone: id, orders: expected[z]!, dispersion: 1.3 })),
    vehicles,
    service,
    rules: { opening, shift_min_h: 2, shift_max_h: 8, shifts_per_day: 2 },
    riders,
    published: evening(random, riders),
    intraday: {
      now: `${FRIDAY}T12:10`,
      actual: QUARTERS.map(({ id }, z) => ({
        zone: id,
        orders: expected[z]!.slice(0, now).map((mean) => poisson(mean * (id === 'old-town' ? 1.8 : 0.95), random)),
      })),
      on_duty: onDuty(random, riders),
      notice_min: 30,
    },
    simulate: { days: 3 },
    options: { seed: 1 },
  };
}

/** Three weeks of orders with their places, from which five zones are to be drawn. */
export function cityZones(seed: number): StaffingInput {
  const random = new Random(seed, 'staffing-zones');
  const city = makeCity(random, CITY_RADIUS_M);
  const days = 21;
  const first = new WallClock(TIME_ZONE, '2027-02-26');
  const slots = slotsOf('2027-02-26', days, 30);
  const history_orders = slots.flatMap(({ weekday, hour, time_s }) =>
    QUARTERS.flatMap((quarter) =>
      // One order in eight, so that the file stays small.
      Array.from({ length: poisson(expectedOrders(quarter, weekday, hour, 0.5) / 8, random) }, () => ({
        time: first.iso(time_s + random.integer(0, 1799)).slice(0, 19),
        at: toPosition(city, pointIn(quarter, random)),
      })),
    ),
  );
  return {
    kind: 'staffing',
    version: 1,
    id: 'city-zones',
    description:
      'Zones drawn from three weeks of orders, and the riders that a Friday in them needs where neighbours share some.',
    horizon: { time_zone: TIME_ZONE, starts_on: FRIDAY, days: 1, slot_min: 30 },
    design_zones: { count: 5 },
    history_orders,
    service,
    rules: { opening, shift_min_h: 2, shift_max_h: 6 },
    moves: { pool_neighbours: {} },
    simulate: { days: 3 },
    options: { seed: 1 },
  };
}

interface Slot {
  time_s: number;
  weekday: number;
  /** By the clock on the wall. */
  hour: number;
}

function slotsOf(starts_on: string, days: number, slot_min: number): Slot[] {
  const clock = new WallClock(TIME_ZONE, starts_on);
  const end_s = clock.at(clock.local(0).day + days, 0);
  return Array.from({ length: end_s / (slot_min * 60) }, (_, slot) => {
    const time_s = slot * slot_min * 60;
    const { day, minute } = clock.local(time_s);
    return { time_s, weekday: weekdayOf(day), hour: minute / 60 };
  });
}

/** Some evenings of the ten weeks it rained, and people ordered more. */
function rainyEvenings(random: Random): NonNullable<StaffingInput['weather']> {
  const first = new WallClock(TIME_ZONE, '2027-01-08');
  return Array.from({ length: 69 }, (_, day) => day)
    .filter(() => random.chance(0.22))
    .map((day) => {
      const date = first.iso(day * 86_400).slice(0, 10);
      return { from: `${date}T17:00`, to: `${date}T23:00`, level: 1 };
    });
}

/** Counts per zone and slot, with growth, days that differ, and a morning that was not recorded. */
function history(
  random: Random,
  starts_on: string,
  days: number,
  slot_min: number,
  rain: NonNullable<StaffingInput['weather']>,
): (number | null)[][] {
  const clock = new WallClock(TIME_ZONE, starts_on);
  const slots = slotsOf(starts_on, days, slot_min);
  const wet = rain.map(({ from, to }) => [clock.parse(from), clock.parse(to)] as const);
  const levels = Array.from({ length: days }, () => Math.exp(0.08 * random.normal()));
  const countOf = (quarter: Quarter, { time_s, weekday, hour }: Slot): number | null => {
    const day = Math.floor(time_s / 86_400);
    if (day === 17 && hour < 12) return null;
    const isWet = wet.some(([from_s, to_s]) => time_s >= from_s && time_s < to_s);
    const factor = levels[day]! * (1 + (0.08 * day) / days) * (isWet ? 1.25 : 1);
    return poisson(expectedOrders(quarter, weekday, hour, slot_min / 60) * factor, random);
  };
  return QUARTERS.map((quarter) => slots.map((slot) => countOf(quarter, slot)));
}

/** Riders at work at 12:10, fewer than the old town needs and more than others do. */
function onDuty(
  random: Random,
  riders: NonNullable<StaffingInput['riders']>,
): NonNullable<StaffingInput['intraday']>['on_duty'] {
  return riders.slice(0, AT_NOON).map(({ id, home }) => {
    const starts = random.integer(20, 23) / 2;
    const ends = random.integer(28, 34) / 2;
    const meal = random.chance(0.3) ? random.integer(26, 27) / 2 : null;
    return {
      rider: id,
      zone: home!,
      from: local(starts),
      to: local(ends),
      ...(meal === null ? {} : { meal: { from: local(meal), to: local(meal + 0.5) } }),
    };
  });
}

/** Shifts of the evening that riders have been told of. */
function evening(random: Random, riders: NonNullable<StaffingInput['riders']>): StaffingInput['published'] {
  return riders.slice(AT_NOON).flatMap(({ id, home, availability }) => {
    const offer = availability.find((each) => 'days' in each && each.days?.includes('fri') && each.to >= '22:00');
    if (!offer || random.chance(0.15)) return [];
    const starts = Math.max(17, Math.ceil(2 * Number(offer.from.slice(0, 2)) + 1) / 2);
    return [{ rider: id, zone: home!, from: local(starts), to: local(random.integer(43, 44) / 2) }];
  });
}

function local(hour: number): string {
  return `${FRIDAY}T${String(Math.floor(hour)).padStart(2, '0')}:${hour % 1 === 0 ? '00' : '30'}`;
}

const round = (value: number) => Math.round(value * 100) / 100;
