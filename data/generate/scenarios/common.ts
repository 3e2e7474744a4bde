import type { RequestInput, TaskInput, VehicleInput } from '../../../src/contract/schema.ts';
import { type City, makeCity, toPosition } from '../city.ts';
import { Random } from '../random.ts';
import { makeDoor, makeStreets, type Streets } from '../streets.ts';

export type { RequestInput, TaskInput, VehicleInput };
export type WindowInput = [string, string];

const DAY = '2027-03-16';
export const STARTS_AT = `${DAY}T00:00:00+01:00`;
export const HOUR_S = 3600;
export const MINUTE_S = 60;

/** `14.5` -> `2027-03-16T14:30:00+01:00`. */
export function clock(hours: number): string {
  return clockAt(Math.round(hours * 60) * MINUTE_S);
}

/** Seconds of the day -> ISO time, as local clocks show it. */
export function clockAt(time_s: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const whole_s = Math.round(time_s);
  const [hours, minutes] = [Math.floor(whole_s / HOUR_S), Math.floor((whole_s % HOUR_S) / MINUTE_S)];
  return `${DAY}T${two(hours)}:${two(minutes)}:${two(whole_s % MINUTE_S)}+01:00`;
}

export function window(opens: number, closes: number): WindowInput {
  return [clock(opens), clock(closes)];
}

/** What every scenario stands on: the invented city with its streets, and draws of its own. */
export interface Ground {
  random: Random;
  city: City;
  streets: Streets;
}

/** @param name of the scenario: files of other names do not change with this one. */
export function makeGround(seed: number, name: string, radius_m: number): Ground {
  const random = new Random(seed, name);
  const city = makeCity(random, radius_m);
  return { random, city, streets: makeStreets(city, random, 260) };
}

/** A site at a door near a point, given in shares of the city's radius east and north of its centre. */
export function site({ city, streets, random }: Ground, id: string, description: string, x: number, y: number) {
  const near = { x_m: x * city.radius_m, y_m: y * city.radius_m };
  return { id, description, position: toPosition(city, makeDoor(city, streets, near, random)) };
}

/** A circle around the centre as a closed ring of positions. */
export function circle(city: City, radius_m: number): [number, number][] {
  const corners = 24;
  return Array.from({ length: corners + 1 }, (_, i) => {
    const turn = (2 * Math.PI * (i % corners)) / corners;
    return toPosition(city, { x_m: radius_m * Math.cos(turn), y_m: radius_m * Math.sin(turn) });
  });
}

/** `parcel-07` of 60. */
export function numbered(name: string, index: number, count: number): string {
  return `${name}-${String(index + 1).padStart(String(count).length, '0')}`;
}
