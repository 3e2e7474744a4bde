import type { StaffingInput } from '../../../src/contract/staffing/schema.ts';
import { type City, type Point, toPosition } from '../city.ts';
import type { Random } from '../random.ts';

export type ZoneInput = NonNullable<StaffingInput['zones']>[number];

/** A zone of the invented city as the generator knows it. */
export interface Quarter {
  id: string;
  /** Corners of its rectangle, metres from the centre of the city. */
  from: Point;
  to: Point;
  /** Share of the orders of the city, at lunch (offices) and at dinner (homes). */
  lunch: number;
  dinner: number;
  restaurants: number;
}

/** Metres of a zone from west to east, and from south to north. */
const WIDTH_M = 2200;
const HEIGHT_M = 1800;

/** Six zones, two rows of three: offices in the middle eat at noon, homes around them in the evening. */
export const QUARTERS: Quarter[] = [
  quarter('mill-quarter', 0, 1, 0.11, 0.17, 9),
  quarter('old-town', 1, 1, 0.27, 0.21, 24),
  quarter('station', 2, 1, 0.24, 0.14, 18),
  quarter('westbrook', 0, 0, 0.08, 0.18, 7),
  quarter('harbour', 1, 0, 0.2, 0.14, 13),
  quarter('orchards', 2, 0, 0.1, 0.16, 8),
];

function quarter(id: string, column: number, row: number, lunch: number, dinner: number, restaurants: number): Quarter {
  const from = { x_m: (column - 1.5) * WIDTH_M, y_m: (row - 1) * HEIGHT_M };
  return { id, from, to: { x_m: from.x_m + WIDTH_M, y_m: from.y_m + HEIGHT_M }, lunch, dinner, restaurants };
}

export function toZone(city: City, { id, from, to, restaurants }: Quarter): ZoneInput {
  const corner = (x_m: number, y_m: number) => toPosition(city, { x_m, y_m });
  const outline = [
    corner(from.x_m, from.y_m),
    corner(to.x_m, from.y_m),
    corner(to.x_m, to.y_m),
    corner(from.x_m, to.y_m),
    corner(from.x_m, from.y_m),
  ];
  const middle = corner((from.x_m + to.x_m) / 2, (from.y_m + to.y_m) / 2);
  return { id, polygon: { type: 'Polygon', coordinates: [outline] }, hubs: [middle], pickups: restaurants };
}

export function pointIn({ from, to }: Quarter, random: Random): Point {
  return { x_m: random.uniform(from.x_m, to.x_m), y_m: random.uniform(from.y_m, to.y_m) };
}

/** Orders of an ordinary day in the whole city. */
const ORDERS_PER_DAY = 560;
/** Monday to Sunday, relative to the mean. */
const WEEKDAY = [0.86, 0.88, 0.92, 0.98, 1.22, 1.16, 0.98];
/** Offices are closed at weekends. */
const LUNCH_AT_WEEKEND = 0.55;
const OPENS_H = 10;
const CLOSES_H = 23;

/**
 * Orders expected in a zone from `hour` on, within a slot.
 * @param weekday 0 for Monday, @param hour by the clock on the wall, @param slot_h its length.
 */
export function expectedOrders({ lunch, dinner }: Quarter, weekday: number, hour: number, slot_h: number): number {
  const middle = hour + slot_h / 2;
  if (middle < OPENS_H || middle >= CLOSES_H) return 0;
  const bell = (at: number, sd: number) =>
    Math.exp(-((middle - at) ** 2) / (2 * sd * sd)) / (sd * Math.sqrt(2 * Math.PI));
  const noon = 0.4 * (weekday < 5 ? 1 : LUNCH_AT_WEEKEND);
  const perHour =
    noon * lunch * bell(12.6, 0.75) +
    0.5 * dinner * bell(19.3, 1.15) +
    (0.1 * (lunch + dinner)) / 2 / (CLOSES_H - OPENS_H);
  return ORDERS_PER_DAY * WEEKDAY[weekday]! * perHour * slot_h;
}

/** Poisson, by multiplying uniforms; means of a slot are small. */
export function poisson(mean: number, random: Random): number {
  const least = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > least; product *= random.next()) count++;
  return count;
}
