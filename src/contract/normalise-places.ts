import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { Place, Position, Window, Zone } from './request.ts';
import type { RequestParsed } from './schema.ts';

export type Time = number | string;
export type Location = RequestParsed['vehicles'][number]['start'] & {};

/** What all parts of a request are read with. */
export interface Reading {
  /** Amounts per load. */
  dimensions: number;
  seconds(time: Time): number;
  window(window: [Time, Time]): Window;
  /** Sorted and joined; empty where none are given. */
  windows(windows: [Time, Time][] | undefined): Window[];
  place(location: Location): number;
  /** Whether two places are one: by name, or at the same position. */
  isSame(place: number, other: number): boolean;
  zone(id: string): number;
}

export function readingOf(input: RequestParsed, places: PlaceIndex, dimensions: number): Reading {
  const startsAt_ms = input.starts_at === undefined ? 0 : Date.parse(input.starts_at);
  const zones = new Map((input.zones ?? []).map(({ id }, i) => [id, i]));
  const seconds = (time: Time) => (typeof time === 'number' ? time : (Date.parse(time) - startsAt_ms) / 1000);
  const window = ([opens, closes]: [Time, Time]): Window => [seconds(opens), seconds(closes)];
  return {
    dimensions,
    seconds,
    window,
    windows: (windows) => joinWindows((windows ?? []).map(window)),
    place: (location) => places.of(location),
    isSame: (place, other) => places.isSame(place, other),
    zone: (id) => zones.get(id)!,
  };
}

/** Numbers places in order of first use; a position used twice is one place. */
export class PlaceIndex {
  private readonly list: { id: string | null; position: Position | null }[];
  private readonly byId = new Map<string, number>();
  private readonly byPosition = new Map<string, number>();

  constructor(named: { id: string; position?: Position | undefined }[]) {
    this.list = named.map(({ id, position }) => ({ id, position: position ?? null }));
    this.list.forEach((place, i) => this.byId.set(place.id!, i));
  }

  of(location: Location): number {
    if (typeof location === 'string') return this.byId.get(location)!;
    const key = location.join();
    const known = this.byPosition.get(key);
    if (known !== undefined) return known;
    this.byPosition.set(key, this.list.length);
    this.list.push({ id: null, position: location });
    return this.list.length - 1;
  }

  isSame(place: number, other: number): boolean {
    const [here, there] = [this.list[place]!.position, this.list[other]!.position];
    return place === other || (here !== null && here.join() === there?.join());
  }

  /** Every place met so far, with the zones it lies in. */
  within(zones: Zone[]): Place[] {
    const areas = zones.map(({ polygon }) => ({
      type: 'Polygon' as const,
      coordinates: polygon,
      bbox: boxOf(polygon),
    }));
    return this.list.map(({ id, position }) => ({
      id,
      position,
      zones: position ? areas.flatMap((area, i) => (booleanPointInPolygon(position, area) ? [i] : [])) : [],
    }));
  }
}

function boxOf([outline]: Position[][]): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of outline!) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

/** Sorts windows and joins those that touch or overlap. */
function joinWindows(windows: Window[]): Window[] {
  const joined: Window[] = [];
  for (const [opens, closes] of windows.sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && opens <= last[1]) last[1] = Math.max(last[1], closes);
    else joined.push([opens, closes]);
  }
  return joined;
}
